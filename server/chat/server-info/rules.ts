/** Answers requests about the server itself. */
import {refuse} from '../../../protocol/refusals.ts';
import {OLDEST_PROTOCOL, PROTOCOL} from '../../../protocol/server-info.ts';
import {answer, type OpenRule} from '../rule.ts';

const hello: OpenRule<'hello'> = (state, _asker, {protocol}, {policy}) => {
	if (protocol < OLDEST_PROTOCOL) return refuse('protocolTooOld', {oldest: OLDEST_PROTOCOL});
	return answer({
		protocol: PROTOCOL,
		oldest: OLDEST_PROTOCOL,
		store: state.serverInfo.store,
		signUp: policy.signUp,
	});
};

const ping: OpenRule<'ping'> = () => answer({});

export const serverInfoRules = {hello, ping};
