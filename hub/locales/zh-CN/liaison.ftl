# 联络台：列表、处理、批量、导出。

## 处理一件

failure-changed = 第 { $id } 项已由 { $who } 于 { $at } 先改过，您这次没有改动。请看过现在的情况再决定。
failure-not-retried = 第 { $id } 项没有重试：{ $reason ->
    [superseded] 已有更新的版本，旧的不再发送。
    [under-way] 正在发送，请稍后再看。
    [closed] 已经处理完毕。
    [other-district] 不在您负责的区划内。
   *[other] 没有可以重试的内容，请改用其他处理方式。
}
failure-cannot-have = 不能分派给 { $who }：没有这个账号、账号已停用，或者这一件不在其负责的区划内。请选别的同事。
failure-snooze-past = { $at } 已经过去。请选一个以后的时间。
comment-length = 备注不能为空，也不能超过 { $length } 个字。
filter-wrong = 筛选条件里有不认识的内容，没有执行，以免多做。请重新筛选。
view-name = 请给视图起一个名字，不超过 { $length } 个字。
view-too-many = 最多保存 { $count } 个视图。请先删除不用的。

suggestion-correct = 按对方的理由更正后重发。
suggestion-phone = 致电对方核实是否收到。
suggestion-retry = 重试；先试 3 件。
suggestion-resume = 核对凭证，更正后恢复投递。
suggestion-map = 补上状态代码的对应关系。
suggestion-configure = 在配置中为这一区划补上单位。
suggestion-engineer = 请技术人员查看交互记录。
suggestion-ask = 与对方核对。

reason-sent-otherwise = 已用其他方式送达
reason-not-needed = 不需要了
reason-duplicate = 重复
reason-project-ended = 项目已终止
reason-false-alarm = 误报
reason-mended = 原因已另行排除
reason-agreed = 已与对方商定

skipped-unknown = 没有这一项
skipped-closed = 已经处理
skipped-superseded = 已有更新的版本
skipped-under-way = 正在发送
skipped-not-retryable = 无可重试
skipped-other-district = 不在您负责的区划

## 经过

timeline-version = 第 { $version } 版方案到达（来自 { $source }）
timeline-withdrawn = 联审方撤回方案：{ $reason }
timeline-case = 开始与 { $company } 的办件
timeline-delivered = { $delivery }已送达（试了 { $times } 次）
timeline-failed = { $delivery }没有送达（试了 { $times } 次）
timeline-superseded = { $delivery }不再发送
timeline-waiting = { $delivery }等候发送（已试 { $times } 次）
timeline-event = { $stage }：{ $status } { $words }
timeline-event-illegal = { $stage }：报来“{ $status }”，不合次序，没有计入。{ $words }
timeline-desk = 转到联络台（第 { $id } 项）
timeline-decided = 联络台第 { $id } 项：{ $resolution }（{ $who }）
