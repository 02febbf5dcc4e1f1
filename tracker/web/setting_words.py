"""What each setting is for, in the words of the screen."""

from __future__ import annotations

from tracker.web.spoken import lazy_gettext as _l

SETTING_WORDS = {
    "DATABASE_URL": _l("记录存在哪里。空着就用实例目录里的SQLite。"),
    "SECRET_KEY": _l("给表单签名用，首次启动时自动生成，至少32个字符。"),
    "PRODUCTION": _l("正式运行。不收演示数据、弱密钥、调试模式和明文登录。"),
    "BASE_URL": _l("用户实际输入的网址，邮件和激活码纸条上的网址用它。"),
    "TRUSTED_HOSTS": _l("本服务器应答的主机名，其他的一律不应答。"),
    "PROXIES": _l("前面有几层反向代理，只相信这么多层转来的地址。"),
    "IDLE_MINUTES": _l("多少分钟没有操作就要重新登录。"),
    "SESSION_HOURS": _l("登录以后最多多少小时就要重新登录。"),
    "CODE_DAYS": _l("激活码多少天内有效。"),
    "MAIL_SERVER": _l("邮件服务器和端口。空着就只能打印激活码。"),
    "MAIL_FROM": _l("发件人。"),
    "MAIL_TLS": _l("邮件怎样加密发送。"),
    "MAIL_USER": _l("邮件服务器的登录名，不要求登录的空着。"),
    "MAIL_PASSWORD": _l("邮件服务器的密码。"),
    "ROBOT_HOSTS": _l("群机器人消息只发往这些主机。用自己的网关，把它的主机名写在这里。"),
    "RECORD_HASH": _l("操作记录用什么算法封存：sha256或者sm3。"),
    "RECORD_KEY": _l("封存操作记录的密钥，与数据库分开保管。空着就不用密钥。"),
    "FILES_DIR": _l("附件存在哪个文件夹，相对路径从实例目录算起。"),
    "MAX_FILE_MB": _l("一个附件最大多少MB。"),
    "MAX_FILES": _l("一次提交最多几个附件。"),
    "MAX_FILES_MB": _l("一次提交的附件合计最大多少MB。"),
    "SCANNER": _l("查毒程序。空着就只核对文件的种类和结构，不查毒。"),
    "PRODUCT_NAME": _l("页面顶上的产品名称。"),
}
