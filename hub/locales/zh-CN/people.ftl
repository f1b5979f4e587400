# 账号、角色、登录。

## 角色与权限

role-viewer = 查看人员
role-officer = 联络员
role-supervisor = 负责人
role-administrator = 管理员
role-auditor = 审计人员

action-see = 查看
action-export = 导出
action-retry = 重试
action-correct = 更正后重发
action-approve = 复核更正
action-answer = 登记电话核实结果
action-resolve = 处理或略过
action-assign = 分派
action-comment = 备注
action-snooze = 稍后处理
action-bulk = 批量处理
action-enter = 录入办理情况
action-test = 测试连接
action-pause = 暂停或恢复单位
action-map = 修改对应关系
action-audit = 查看审计记录
action-people = 管理账号

person-may-not = 您的角色是{ $role }，不能做“{ $action }”。需要时请联系管理员调整角色，或者请有权限的同事办理。
person-other-district = 这一件属于区划 { $area }，不在您负责的范围内。请交给负责该区划的同事；范围有误的，请管理员更正。

## 账号

account-faulty = 账号没有保存，请更正下列内容。
account-unknown = 没有登录名为 { $login } 的账号。请核对登录名。
account-login-taken = 登录名 { $login } 已有人使用，请换一个。
account-login-form = 登录名应为 2 至 64 个小写字母、数字或 . _ @ -，以字母或数字开头。
account-name-form = 请填写姓名，不超过 50 个字。
account-last-administrator = { $login } 是最后一个管全市的管理员，不能停用、降级或限定区划。请先指定另一名管理员。
desk-key-missing = 找不到保管动态口令的密钥，或者不能读取。请从备份中恢复主目录里的 desk.key，或者更正配置中的 people.key。
desk-key-wrong = 保管动态口令的密钥不对，可能换过。请从备份中恢复原来的密钥；找不回的，由管理员逐个重置账号的动态口令。

## 登录

sign-in-refused = 没有登录成功：登录名或密码不对，或者账号已锁定、停用。连续输错 { $times } 次锁定 { $minutes } 分钟。忘记密码请找管理员重置。
sign-in-code-refused = 动态口令不对、已经用过，或者账号已锁定。请等下一个口令再试；连续输错 { $times } 次锁定 { $minutes } 分钟。手机丢失请找管理员重置。
session-over = 登录已经失效。请重新登录，没有提交的内容请再填一次。
totp-there = 已经启用动态口令。要换手机，请先用现在的口令停用，再重新启用。
totp-wanted = { $role }必须使用动态口令，不能停用。换手机请找管理员重置。
password-faulty = 密码没有修改，请更正下列内容。
password-wrong = 原密码不对。
password-short = 密码至少要有 { $length } 个字符。
password-long = 密码最多 { $length } 个字符。
password-repeats = 密码里重复的字符太多，请换一个。
password-holds-login = 密码里不能有登录名。
password-common = 这是最容易被猜到的密码之一，请换一个。
password-same = 新密码与原密码相同，请换一个。

oidc-unreachable = 连不上{ $company }，没有登录。请稍后再试；有密码的账号可以用密码登录。
oidc-declined = { $company }没有同意登录。请重新登录；仍不行的，请与其管理员核实。
oidc-stale = 这次登录已经过期，或者不是在这个浏览器里开始的。请重新登录。
oidc-token-refused = { $company }的登录凭据不能采信（签名、对象、时间不符），没有登录。请重新登录；仍不行的，请技术人员核对配置和时钟。
oidc-no-account = { $company }认识您，但联络台没有您的账号。请找联络台管理员开通。
oidc-no-role = { $company }给您的角色或区划不能使用联络台。请找其管理员核对授权。
oidc-not-linked = 联络台已有同名账号，但没有与{ $company }的这个身份关联。请用密码登录，或者找管理员处理。
oidc-account-closed = 您在联络台的账号已经停用。请找管理员核实。

## 命令行上的账号

command-people = 联络台的账号
command-people-add = 新建账号；密码在终端输入，或者从标准输入读一行
command-people-list = 列出账号
command-people-reset = 重设密码，解除锁定，结束其所有登录
command-people-role = 改变角色和负责的区划
command-people-disable = 停用账号，结束其所有登录
command-people-enable = 重新启用账号，解除锁定
argument-login = 登录名
argument-role = 角色：viewer、officer、supervisor、administrator 或 auditor
option-person-name = 姓名
option-role = 角色：viewer、officer、supervisor、administrator 或 auditor
option-area = 负责的区划代码，可重复；不给则为全市
option-generate = 由程序生成初始密码，并显示一次
option-no-password = 不设密码，只能用统一身份认证登录
option-forget-totp = 同时取消动态口令
people-ask-password = 初始密码
people-ask-again = 再输一次
people-password-missing = 没有读到密码。请在终端输入，或者经标准输入给出一行。
people-added = 已新建账号 { $login }（{ $name }）。首次登录时须更换密码。
people-password = 初始密码：{ $password }。只显示这一次，请当面或用其他可靠途径交给本人。
people-reset = 已重设 { $login } 的密码，其登录都已结束。下次登录时须更换密码。
people-role = { $login } 现在是{ $role }。
people-disabled = 已停用 { $login }，其登录都已结束。
people-enabled = 已重新启用 { $login }。
people-none = 还没有账号。请用 liandong people add 新建一个管理员。
people-everywhere = 全市
people-state = { $state ->
    [disabled] 已停用
    [locked] 已锁定
    [demo] 演示账号
    [first] 待更换密码
   *[open] 正常
}
title-people = 账号
column-login = 登录名
column-name = 姓名
column-role = 角色
column-districts = 区划
demo-people = 演示账号，密码都是 { $password }。它们只在演示目录里，人人知道，不能用于真实数据：
colon = ：
