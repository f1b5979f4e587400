# 对外接口：回调与方案接收。

command-inbound = 启动对外接口：接收各单位的回调和方案推送
option-host = 监听的地址，缺省按配置
option-port = 监听的端口，缺省按配置
inbound-listening = 对外接口已启动：{ $address }，按 Ctrl+C 停止。
inbound-stopped = 对外接口已停止。收下的内容都已入库。

inbound-no-such-company = 没有以 { $company } 为标识、并接收回调的单位。请核对回调地址。
inbound-refused = 回调的签名无法核实，没有收下。请核对签名密钥和本机时钟。
inbound-unreadable = 回调的内容与接口文件不符，没有收下。请对照接口文件核对后重发。
inbound-too-large = 内容超过 { $limit } 字节，没有收下。
inbound-not-json = 内容不是 JSON，没有收下。
inbound-busy = 暂时无法入库，没有收下。请在 { $seconds } 秒后重发。
inbound-intake-closed = 没有配置方案接收口令，接收方案的入口没有开放。
inbound-token-wrong = 口令不对，没有收下。
inbound-scheme-invalid = 方案有 { $count } 处不合要求，没有收下。请按所列字段逐项更正后重发。
inbound-scheme-conflict = 同一方案的第 { $version } 版已经收到，内容不同；原先的一份保持不变。请以新的版本号推送更正。
inbound-cannot-listen = 不能在 { $address } 上监听（{ $reason }）。请用 --host、--port 或配置的 [inbound] 换一个地址，或停止占用它的程序。
inbound-no-such-address = 这里没有这个地址。请对照接口文件核对。
inbound-no-such-method = 这个地址不接受这种请求方法。请对照接口文件核对。
inbound-too-slow = 内容没有在规定时间内传完，没有收下。请重发。
inbound-failed = 程序自身出错，不能确定是否已经收下。请稍后重发：重复的内容只计一次。
