/* Draws the charts of a page from the data beside them; without it the table says the same. */
(function () {
  "use strict";
  const drawn = [];

  function token(name) {
    return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  }

  const tones = { rest: "--chart-rest", two: "--chart-two", main: "--chart-main", late: "--bar-late" };

  function font() {
    return { color: token("--ink"), fontSize: 13, fontFamily: getComputedStyle(document.body).fontFamily };
  }

  /* Columns by week, stacked by stage; over each stands what it comes to. */
  function columns(chart, width) {
    const ink = font();
    /* Where the names of the weeks would print over each other they stand aslant. */
    const aslant = width < chart.columns.length * 44 ? { rotate: 55, fontSize: 11 } : {};
    const sums = chart.columns.map((_name, at) => chart.series.reduce((sum, one) => sum + one.values[at], 0));
    const parts = chart.series.map((one) => ({
      name: one.name, type: "bar", stack: "all", barMaxWidth: 34, data: one.values,
      itemStyle: { color: token(tones[one.tone]) },
    }));
    const above = {
      type: "bar", stack: "all", data: sums.map(() => 0), silent: true,
      label: { show: true, position: "top", ...ink, formatter: (mark) => (sums[mark.dataIndex] || "") },
    };
    return {
      animation: false,
      grid: { left: 4, right: 4, top: 24, bottom: 4, containLabel: true },
      xAxis: { type: "category", data: chart.columns, axisTick: { show: false }, axisLabel: { ...ink, interval: 0, ...aslant } },
      yAxis: { type: "value", minInterval: 1, axisLabel: { ...ink, color: token("--muted") }, splitLine: { lineStyle: { color: token("--hair") } } },
      series: [...parts, above],
    };
  }

  function hrefOf(chart, mark) {
    return chart.columns ? chart.series[mark.seriesIndex]?.hrefs[mark.dataIndex] : chart.bars[mark.dataIndex].href;
  }

  function options(chart, width) {
    if (chart.columns) return columns(chart, width);
    const tone = token(chart.tone === "late" ? "--bar-late" : "--chart-main");
    const ink = font();
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
    made.setOption(options(chart, place.clientWidth));
    made.on("click", (mark) => {
      const href = hrefOf(chart, mark);
      if (href) window.location.assign(href);
    });
    drawn.push([made, chart, place]);
  }

  document.addEventListener("DOMContentLoaded", () => {
    if (!window.echarts) return;
    document.querySelectorAll("[data-chart]").forEach(draw);
    window.addEventListener("resize", () => drawn.forEach(([made, chart, place]) => { made.resize(); made.setOption(options(chart, place.clientWidth)); }));
  });
}());
