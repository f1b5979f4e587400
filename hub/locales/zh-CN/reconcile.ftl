# 对账：把各公司、省工改系统和其他登记系统实际存有的记录，与本系统逐条核对。

## 发现的出入

reconcile-missing-here = { $company }存有一条办理情况（{ $project }，{ $stage }“{ $status }”，{ $at }），本系统没有收到。可以现在补收。
reconcile-differing-here = { $company }把一条办理情况（{ $project }，{ $stage }“{ $status }”，{ $at }）改过，与本系统收到时不同：{ $names }。可以改用对方现在的内容，已登记的作废重报。
reconcile-duplicated-here = { $company }把同一条办理情况（{ $project }，{ $stage }“{ $status }”，{ $at }）记了两次：{ $first } 和 { $second }。可以只留前一条，后一条搁置，已登记的作废。
reconcile-extra-here = 本系统收到过{ $company }的一条办理情况（{ $project }，{ $stage }“{ $status }”，{ $at }），对方现在查不到它。请与对方核对是否已经撤销。
reconcile-late-company = { $company }的一条办理情况（{ $project }，{ $stage }“{ $status }”，{ $at }）在发生 { $hours } 小时之后才报来，超过了时限。已经登记；请督促对方及时录入，核实后可以销记。
reconcile-missing-there = { $mirror }没有查到已登记的{ $record ->
    [project] 项目信息
    [matter] 办件信息
   *[event] 办理情况
}（{ $project }，{ $stage }“{ $status }”，{ $at }）。可以按原来的编号重新登记。
reconcile-never-recorded = { $mirror }还没有登记一条办理情况（{ $project }，{ $stage }“{ $status }”，{ $at }）。可以现在登记。
reconcile-differing-there = { $mirror }存的{ $record ->
    [project] 项目信息
    [matter] 办件信息
   *[event] 办理情况
}（{ $project }，{ $stage }“{ $status }”，{ $at }）与本系统报送的不同：{ $names }。可以作废这一条，再按正确的内容重报。
reconcile-retired-there = { $mirror }把本系统报送的{ $record ->
    [project] 项目信息
    [matter] 办件信息
   *[event] 办理情况
}（{ $project }，{ $stage }“{ $status }”，{ $at }）作废了，本系统没有要求作废。可以重新登记。
reconcile-extra-there = { $mirror }多出一条不是本系统报送的{ $record ->
    [project] 项目信息
    [matter] 办件信息
   *[event] 办理情况
}（{ $key }；{ $project }，{ $stage }“{ $status }”，{ $at }）。核实后可以作废。
reconcile-duplicated-there = { $mirror }把同一条{ $record ->
    [project] 项目信息
    [matter] 办件信息
   *[event] 办理情况
}（{ $project }，{ $stage }“{ $status }”，{ $at }）存了两次，多出的一条编号是 { $key }。可以作废多出的一条。
reconcile-late-mirror = { $mirror }在一条办理情况（{ $project }，{ $stage }“{ $status }”，{ $at }）发生 { $hours } 小时之后才收下，超过了时限。核实后可以销记。
reconcile-corrected = 这一条还没有发出就已更正，不再发送。

## 没有核对成的

reconcile-unread-company = { $company }的接口不能回查已有的记录，无法自动核对。请与对方逐条核对，或者请对方提供清单。
reconcile-unread-mirror = { $mirror }的接口不能回查已有的记录，无法自动核对。请与对方逐条核对。
reconcile-paused = { $counterpart }已停止联系，这次没有核对。恢复之后会自动补上。

## 更正

reconcile-unknown-finding = 没有这个编号的出入。
reconcile-not-open = 这一条出入已经处理过。
reconcile-ask = 这一条本系统不能代为更正，请与{ $counterpart }核对。
reconcile-changed-since = 情况已经变化，没有更正。请再核对一次。

## 命令

command-reconcile = 对账：与各公司和各登记系统逐条核对，列出出入，并可更正
option-reconcile-full = 核对全部记录；不加此项，只核对上次之后变化的
option-reconcile-company = 只核对这个公司（可重复）
option-reconcile-mirror = 只核对这个登记系统（可重复）
option-reconcile-mend = 更正这个编号的出入；all 表示全部能更正的（可重复）
option-reconcile-accept = 核实无误，这个编号的出入不再提示（可重复）
option-reconcile-list = 不核对，只列出尚未处理的出入
reconcile-summary = { $whole ->
    [yes] 已核对全部记录
   *[no] 已核对上次之后变化的记录
}：读回 { NUMBER($read, useGrouping: 1) } 条，新发现出入 { $new } 条，已消失 { $gone } 条，尚未处理 { $open } 条。
reconcile-clean = 各方记录一致。
reconcile-next = 更正用 liandong reconcile --mend 编号，或者 --mend all。
reconcile-mended = 已着手更正 { $count } 条。发送之后再核对一次，即可确认。
reconcile-left = 第 { $id } 条没有更正：{ $sentence }
reconcile-accepted = 已核实 { $count } 条，不再提示。
reconcile-mend-wrong = --mend 后面应当是编号或 all，不能是“{ $value }”。
reconcile-unknown-counterpart = 配置里没有“{ $id }”这个公司或登记系统。
title-findings = 出入
column-finding-kind = 种类
column-way = 更正办法

finding-missing = 缺少
finding-extra = 多出
finding-differing = 不同
finding-duplicated = 重复
finding-late = 迟到

way-take-in = 补收
way-replace = 改用对方内容
way-set-aside = 搁置重复的一条
way-remirror = 重新登记
way-correct = 作废重报
way-rewrite = 重新登记
way-retract = 作废
way-acknowledge = 核实销记
way-ask-company = 请与公司核对
way-ask-mirror = 请与登记系统核对

## 统计

figure-reconciled = 上次对账
figure-findings = 对账发现、尚未处理
