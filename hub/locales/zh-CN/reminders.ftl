# 提醒：标题、各行、命令。

reminder-title-red = 【联动】{ $count } 个办件逾期
reminder-title-paused = 【联动】{ $count } 家单位的对接已停止
reminder-title-healed = 【联动】{ $count } 项提醒已解除
reminder-title-digest = 【联动】{ $day } 晨报
reminder-title-test = 【联动】测试

reminder-red = 红 · { $project } · { $company } · { $stage }：应于 { $due } 办结，已逾期。请尽快办理（{ $matter }）。
reminder-red-healed = { $project } · { $company } · { $stage }：已办结、已暂停或时限已更正，不再催办（{ $matter }）。
reminder-paused = { $company } 自 { $since } 起停止投递，相关事项在等候。请到联络台查看原因并恢复。
reminder-paused-healed = { $company } 已恢复投递，积压的事项正依次发出。
reminder-line-due = { $colour } · { $project } · { $company } · { $stage }：{ $due } 到期，剩 { $left } 个工作日
reminder-line-provisional = { $colour } · { $project } · { $company } · { $stage }：{ $due } 到期（暂定），剩 { $left } 个工作日
reminder-line-late = { $colour } · { $project } · { $company } · { $stage }：{ $due } 已到期，超出 { $left } 个工作日
reminder-line-paused = { $colour } · { $project } · { $company } · { $stage }：暂停中，剩 { $left } 个工作日
reminder-more = ……另有 { $count } 项，请到联络台查看。
reminder-desk = 联络台：{ $url }
reminder-test = { $name }，您好。收到这条消息，说明提醒能送到您这里。

digest-colours = 在办：红 { $red }、黄 { $yellow }、绿 { $green }、灰 { $paused }
digest-desk = 联络台：{ $count } 项待处理（{ $parts }），最早的自 { $oldest } 起{ $own ->
    [0] {""}
   *[other] ；其中 { $own } 项归您
}
digest-nobody = 其他

## 命令

command-remind = 提醒该办的人：逾期和停止投递即时告知，每个工作日早上一份晨报，解除后再告知一次。
option-remind-now = 不论安静时段，立即提醒并发一份晨报
option-remind-test = 向这位收件人（编号）发一条测试消息
option-remind-dry = 只显示会发什么，不发送，也不登记
remind-nothing = 现在没有要提醒的。
remind-sent = 已送达 { $channel }：{ $title }
remind-failed = 没有送到 { $channel }，稍后自动重试：{ $title }
remind-dry = 将发给 { $channel }：{ $title }

reminders-nobody = 没有配置收件人，没有提醒任何人。请在 liandong.toml 的 [reminders] 中填写，见 docs/reminders.md。
reminders-recipient-unknown = 没有编号为“{ $value }”的收件人，没有发送。已配置的有：{ $known }。
reminders-channels = 有 { $count } 个提醒渠道不能使用，没有提醒任何人。请按下列提示改正。
reminders-channel-unknown = 不是 Apprise 认识的地址；例如 wecombot://密钥/、dingtalk://密钥/、feishu://密钥/、mailtos://…
invalid-moment-form = “{ $value }”不是一天中的时刻
invalid-quiet-form = “{ $value }”不是一段时间
invalid-recipient-repeated = 编号“{ $value }”用了不止一次，每位收件人的编号应各不相同

doctor-reminders = 提醒渠道可用，共 { $count } 位收件人。
doctor-reminders-nobody = 没有配置收件人，逾期时不会提醒任何人。

phase-remind = 提醒
