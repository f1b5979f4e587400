# Failures in dealing with carriers over TM Forum TMF641: what happened, what it means, what to do.

tmf641-no-demand = The scheme asks no telecom service of { $company }, so it cannot be ordered. Ask the joint review to check the scheme, or check the kind of this company in the configuration.
tmf641-refused = { $company } refused it: { $words }. Check the fields listed, if there are any; correct a scheme and resend it at the desk, or ask the joint review for a new version; a withdrawal is settled with them.
tmf641-fault = Their words: { $words }.
tmf641-jeopardy = { $company } warns that order { $order } may not be completed as planned: { $words }. No status has changed. Ask them what is needed, and tell the project's agent.
tmf641-asks = { $company } asks for more information on order { $order } ({ $field }); the correction has begun. Ask them what exactly is missing and have the joint review push a new version, or answer them by telephone.
tmf641-deleted = { $company } has deleted order { $order }, which no step of the handling provides for. Call them: if the scheme still counts, push it again; if it is over, have them say how it ended.
tmf641-cancellation-stuck = { $company } has not taken back order { $order }: { $words }. Settle with them by telephone whether it still can be; until then the case goes on.
tmf641-listener-refused = { $company } does not let this system listen to its notifications. Nothing is lost: its orders are read with every cycle, only later. Check the callback address in the configuration and ask their technicians.
invalid-listener-without-secret = A callback address needs a shared secret beside it (webhook_secrets); without one, no notification can be believed.
