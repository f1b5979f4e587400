# 定时运行（flows）和对外接口（inbound）的说明。

## 定时运行

command-serve = 按设定的间隔自动运行，直到被停止
option-once = 只运行一轮，完成后退出
serve-starting = 正在启动调度服务……
serve-under-way = 已开始定时运行，每 { $every } 秒一轮。运行情况见 { $address }，按 Ctrl+C 停止。
serve-stopped = 已停止定时运行。没有完成的工作都在数据库里，下次启动后继续。

flow-server-port = 端口 { $port } 已被占用，调度服务无法启动。请停止占用它的程序，或在配置的 [flows] 中用 server_port 换一个端口。
flow-server-failed = 调度服务没有启动成功。请技术人员查看 { $path }。

flow-done = 已送达 { $sent } 项，{ $later } 项稍后自动重试，{ $attention } 项等人处理。
flow-failed = { $names }这一轮没有办成，其余照常完成；下一轮会自动再试。已送达 { $sent } 项，{ $later } 项稍后自动重试，{ $attention } 项等人处理。
flow-skipped = 这一轮已经过时，由后面的一轮代替，没有工作因此遗漏。
flow-task-done = 完成 { $done } 项，{ $later } 项稍后自动重试，{ $attention } 项等人处理。
flow-task-failed = 与{ $name }的往来这一次没有办成，下一轮会自动再试。完成 { $done } 项，{ $later } 项稍后自动重试，{ $attention } 项等人处理。
flow-task-broken = 与{ $name }往来时程序自身出错，这一次没有办成，其余照常。请技术人员查看日志。
flow-unknown-counterpart = 配置里没有标识为 { $id } 的对接方。请核对运行参数。

flow-progress = 本轮进度（%）
flow-summary = 本轮小结
flow-desk = 打开联络台
phase-push = 推送
phase-mirror = 录入省系统等平台
phase-reconcile = 对账
flow-column-phase = 环节
flow-column-counterpart = 对方
flow-column-done = 完成
flow-column-later = 稍后重试
flow-column-attention = 等人处理
flow-column-outcome = 结果
flow-outcome-done = 正常
flow-outcome-failed = 未办成
flow-all-sources = 各来源
