"""The forms of the sample pages, filled and with their refusals, as a view would leave them."""

from __future__ import annotations

from datetime import date
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    FileField,
    Form,
    FormField,
    HiddenField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    validators,
)
from wtforms.fields.choices import SelectChoice


def _choices(*pairs: tuple[str, str]) -> list[SelectChoice]:
    return [SelectChoice(value, words) for value, words in pairs]


LEVELS = _choices(("satisfied", "满意"), ("basically_satisfied", "基本满意"), ("dissatisfied", "不满意"))
LETTERS = _choices(("A", "A 已经解决"), ("B", "B 正在解决"), ("C", "C 以后解决"), ("D", "D 留作参考"))


class Write(Form):
    csrf_token = HiddenField(default="sample")
    once = HiddenField(default="k1")
    version = HiddenField(default="3")
    title = StringField(
        "标题",
        description="一件建议只说一件事。“关于”和“的建议”会自动加上。",
        default="在社区公园增设儿童无障碍游乐设施",
    )
    problem = TextAreaField(
        "现在有什么问题",
        description="哪里、谁、多常发生。例如：“我走访的9座公园，只有1座轮椅能进沙坑。”",
        default=(
            "全市登记的6至14岁残疾儿童有1,140名。我和4位家长走访了9座社区公园，滑梯、秋千都要上台阶，轮椅进不去；"
            "只有湖心公园有一处地面转盘，但入口有两级台阶。"
        ),
    )
    analysis = TextAreaField(
        "为什么会这样",
        default=(
            "社区公园按2016年的标准配置设施，标准里没有无障碍游乐一项；公园由街道管理，改造经费归市级，两头都没有安排。"
        ),
    )
    requests = FieldList(
        TextAreaField("请求"),
        "您请求做什么",
        description="一项一格。承办单位要逐项答复，写得越具体，越容易查做到没有。",
    )
    category = SelectField("类别", choices=_choices(("urban", "城建交通"), ("school", "教育")))
    unit = SelectField("想请谁办", [validators.Optional()], choices=_choices(("1", "市林业局"), ("2", "市住建局")))
    sources = SelectMultipleField(
        "从哪里了解到的",
        choices=_choices(
            ("visit", "走访"),
            ("station", "联络站接待"),
            ("survey", "视察调研"),
            ("letter", "群众来信"),
            ("work", "本职工作"),
        ),
        default=["visit"],
    )
    publication = RadioField(
        "能不能向社会公开", choices=_choices(("full", "全文公开"), ("title", "只公开标题"), ("no", "不公开，我写理由"))
    )
    why_not = TextAreaField("为什么不公开", [validators.Optional()])


class Rating(Form):
    csrf_token = HiddenField(default="sample")
    answer = RadioField(
        "您对答复内容满意吗？",
        choices=LEVELS,
        default="basically_satisfied",
        description="看是否逐项回答、承诺是否具体。落实得怎样，到承诺期满时再请您评价。",
    )
    answer_reason = TextAreaField("哪里还不够？", default="第2项只说“逐步配齐”，没有说哪一年配到哪些村。")
    process_level = RadioField(
        "您对办理过程满意吗？", choices=LEVELS, description="看答复前是否联系您、听取意见，来的人能否作主。"
    )
    process_reason = TextAreaField("哪里还不够？")
    to_congress = TextAreaField("只写给市人大的话", [validators.Optional()], description="承办单位始终看不到这一栏。")


class Answer(Form):
    body = TextAreaField("答复", [validators.DataRequired("请答复这一项，或者说明为什么不能办")])
    outcome = RadioField("办理结果", choices=LETTERS, validators=[validators.Optional()])
    promise = StringField("做到什么", [validators.Optional()])
    measure = StringField("措施", [validators.Optional()])
    due = DateField("完成日期", [validators.Optional()])
    unit = SelectField("责任单位", choices=["市教育局", "市交通运输局"])
    owner = StringField("责任人", [validators.Optional()])


class Reply(Form):
    csrf_token = HiddenField(default="sample")
    answers = FieldList(FormField(Answer))


class LogIn(Form):
    csrf_token = HiddenField(default="sample")
    name = StringField("用户名")
    password = PasswordField("密码")
    stay = BooleanField("这台电脑只有我用，12小时内不用再登录")


class Activation(Form):
    csrf_token = HiddenField(default="sample")
    code = StringField(
        "激活码", [validators.DataRequired("请填写激活码")], description="12位，印在发给您的纸条上，或者在邮件里。"
    )
    password = PasswordField("设一个密码", description="至少12位，可以是一句您记得住的话。")
    born = DateField("出生日期", [validators.Optional()])
    slip = FileField("签收单扫描件", [validators.Optional()])


def write() -> Write:
    form = Write()
    form.requests.description = "一项一格。承办单位要逐项答复，写得越具体，越容易查做到没有。"
    for words in (
        "2026年底前选3座社区公园做试点，每座至少有3种轮椅儿童能用的游乐设施。",
        "把无障碍游乐设施写进社区公园建设标准，新建和改造都照办。",
        "优先采购本市企业生产的设施。",
    ):
        form.requests.append_entry(words)
    return form


def reply() -> Reply:
    rows: list[dict[str, Any]] = [
        {
            "body": "柳荫、北桥等8所小学具备划设条件，由市公安局于7月31日前完成标线和标志，秋季开学启用。"
            "其余3所路宽不足6米，"
            "先在上学、放学时段禁行机动车，待2027年道路改造时一并划设。",
            "outcome": "B",
            "promise": "8所小学护学通道启用",
            "due": date(2026, 8, 31),
            "owner": "程远，副局长",
        },
        {
            "body": "11所学校已商定错峰方案：一、二年级比其他年级早20分钟放学，9月1日起执行。",
            "outcome": "B",
            "promise": "11所小学错峰放学",
            "due": None,
            "owner": "程远，副局长",
        },
        {"body": "", "outcome": None, "promise": "", "due": None, "owner": ""},
    ]
    form = Reply(data={"answers": rows})
    second, third = form.answers.entries[1].form, form.answers.entries[2].form
    second.due.errors = ["B类要写完成日期"]
    third.body.errors = ["请答复这一项，或者说明为什么不能办"]
    form.answers.errors = [{"due": second.due.errors}, {"body": third.body.errors}]
    return form


def activation() -> Activation:
    form = Activation(data={})
    form.validate()
    return form


MAKERS = {
    "write": write,
    "check": write,
    "rating": Rating,
    "matrix": reply,
    "login": LogIn,
    "activation": activation,
    "danger": Rating,
    "lists": write,
}


def for_page(name: str) -> dict[str, Any]:
    """The form of a sample page, if it has one."""
    return {"form": MAKERS[name]()} if name in MAKERS else {}
