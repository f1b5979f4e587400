# 与通信运营商（TM Forum TMF641 接口）往来时的失败：发生了什么，意味着什么，该做什么。

tmf641-no-demand = 该方案没有对{ $company }的通信需求，无法下单。请联合审查方核对方案，或者核对该公司的类别配置。
tmf641-refused = { $company }没有受理：{ $words }。如列有字段，请逐项核对；方案可在联络台“更正后重发”，或者请联合审查方推送新版本；撤回事宜请与对方协商。
tmf641-fault = 对方原话：{ $words }。
tmf641-jeopardy = { $company }提示订单 { $order } 可能无法按计划完成：{ $words }。办理状态没有变化。请向对方了解需要什么，并告知项目代办人员。
tmf641-asks = { $company }就订单 { $order } 要求补充信息（{ $field }），补正已经开始。请向对方问清缺少什么，由联合审查方推送新版本，或者电话答复对方。
tmf641-deleted = { $company }删除了订单 { $order }，办理流程中没有这一步。请致电对方：方案仍有效的，请重新推送；已经结束的，请对方说明结果。
tmf641-cancellation-stuck = { $company }没有撤回订单 { $order }：{ $words }。请电话与对方确认能否撤回；在此之前办件照常进行。
tmf641-listener-refused = { $company }不接受本系统登记通知地址。没有数据丢失：系统每轮仍会读取其订单，只是稍晚。请核对配置中的回调地址，并联系对方技术人员。
invalid-listener-without-secret = 填写回调地址时须同时填写共享密钥（webhook_secrets），否则收到的通知无从辨别真伪。
