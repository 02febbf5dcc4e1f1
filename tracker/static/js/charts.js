/* Draws the charts of a page from the data beside them; without it the table says the same. */
(function () {
  "use strict";
  const drawn = [];

  function token(name) {
    return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  }

  function options(chart) {
    const tone = token(chart.tone === "late" ? "--bar-late" : "--chart-main");
    const ink = { color: token("--ink"), fontSize: 13, fontFamily: getComputedStyle(document.body).fontFamily };
    return {
      animation: false,
      grid: { left: 4, right: 48, top: 8, bottom: 4, containLabel: true },
      xAxis: { type: "value", show: false },
      yAxis: {
        type: "category", inverse: true, data: chart.bars.map((bar) => bar.name),
        axisLine: { show: false }, axisTick: { show: false }, axisLabel: { ...ink, width: 150, overflow: "truncate" },
      },
      series: [{
        type: "bar", barMaxWidth: 22, itemStyle: { color: tone, borderRadius: 2 },
        label: { show: true, position: "right", ...ink },
        data: chart.bars.map((bar) => bar.value),
      }],
    };
  }

  function draw(place) {
    const chart = JSON.parse(place.dataset.chart);
    place.classList.add("is-drawn");
    const made = window.echarts.init(place, null, { renderer: "canvas" });
    made.setOption(options(chart));
    made.on("click", (mark) => {
      if (chart.bars[mark.dataIndex].href) window.location.assign(chart.bars[mark.dataIndex].href);
    });
    drawn.push(made);
  }

  document.addEventListener("DOMContentLoaded", () => {
    if (!window.echarts) return;
    document.querySelectorAll("[data-chart]").forEach(draw);
    window.addEventListener("resize", () => drawn.forEach((one) => one.resize()));
  });
}());
