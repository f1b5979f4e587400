# 联络台：列表、处理、批量、导出。

## 处理一件

failure-changed = 第 { $id } 项已由 { $who } 于 { $at } 先改过，您这次没有改动。请看过现在的情况再决定。
failure-not-retried = 第 { $id } 项没有重试：{ $reason ->
    [superseded] 已有更新的版本，旧的不再发送。
    [under-way] 正在发送，请稍后再看。
    [closed] 已经处理完毕。
    [other-district] 不在您负责的区划内。
    [not-allowed] 恢复单位须由负责人或管理员办理。
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
skipped-not-allowed = 恢复单位须由负责人或管理员办理

## 经过

timeline-version = { $source ->
    [desk] 联络台更正方案，成为第 { $version } 版
    [file] 从文件收入第 { $version } 版方案
   *[other] 收到第 { $version } 版方案，来自 { $source }
}
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

## 更正

resolution-corrected = 已更正重发
correct-impossible = 第 { $id } 项不能在这里更正：{ $unsure ->
    [true] 对方可能已经收到，请先致电核实。
   *[other] 它不是被退回的方案或记录，或者正在发送。
}
correct-overtaken = 第 { $id } 项的方案已有更新的版本，或者已经撤回，不能更正旧的版本。
correct-nothing = 没有改动任何内容，没有提交。
correct-faulty = 更正的内容还有问题，没有提交。请按下列说明修改。
correct-proposed-already = { $who } 已于 { $at } 提出更正，正等待复核。
correct-same-person = 更正须由另一个人复核，不能由提出的人自己通过。
correct-decided = 这项更正已由 { $who } 于 { $at } 处理。
correct-unknown = 没有第 { $id } 号更正。

## 批量

bulk-unknown = 没有第 { $id } 号批量任务。
bulk-not-yours = 这项批量任务由 { $who } 开始，只有本人和负责人可以暂停、继续或取消。
bulk-other-state = 任务现在的状态是“{ $job ->
    [trying] 正在先试
    [tried] 先试完毕，等待继续
    [running] 进行中
    [paused] 已暂停
    [done] 已完成
   *[other] 已取消
}”，不能这样操作。请刷新页面。
bulk-account-closed = { $who } 的账号已经停用，任务已暂停。请由负责人继续或取消。

## 导出

export-sheet = 待处理事项
export-id = 编号
export-project = 项目
export-code = 项目代码
export-company = 单位
export-stage = 阶段
export-what = 情况
export-since = 等候自
export-attempts = 已试次数
export-next = 下次发送
export-owner = 负责人
export-case = 办件编号
export-scheme = 方案编号
export-reference = 对方受理号
export-district = 区划
export-resolution = 处理结果
export-closed = 处理时间

## 单位和项目

resolution-resumed = 已恢复投递
company-paused-already = { $company }已经暂停，不用再暂停。
company-not-paused = { $company }没有暂停，不用恢复。
company-unknown = 配置中没有标识为 { $company } 的单位。请刷新页面。
desk-project-unknown = 没有方案 { $scheme }，或者它不在您负责的区划内。
mapping-not-of-this = { $company }没有状态代码的对应关系可以修改。
mapping-edit-wrong = 对应关系没有保存，请更正下列内容。
mapping-edited-meanwhile = 对应关系的文件在您打开之后被改过，没有保存。请看过现在的内容再改。
