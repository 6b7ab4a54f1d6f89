/** Answers requests about the server itself. */
import {refuse} from '../../../protocol/refusals.ts';
import {OLDEST_PROTOCOL, PROTOCOL} from '../../../protocol/server-info.ts';
import {textFault} from '../../../protocol/text.ts';
import {answer, type AdminRule, type OpenRule} from '../rule.ts';

const hello: OpenRule<'hello'> = (state, _asker, {protocol}, {policy, isStoring}) => {
	if (protocol < OLDEST_PROTOCOL) return refuse('protocolTooOld', {oldest: OLDEST_PROTOCOL});
	return answer({
		protocol: PROTOCOL,
		oldest: OLDEST_PROTOCOL,
		store: state.serverInfo.store,
		signUp: policy.signUp,
		...(isStoring === false && {isStoring}),
	});
};

const ping: OpenRule<'ping'> = () => answer({});

const say: AdminRule<'say'> = (state, by, {text}, {now: at}) => {
	const fault = textFault(text);
	if (fault) return refuse(fault);
	const reached = state.presence.byUser.size;
	return {events: [{type: 'said', text, by, at}], reply: () => ({reached})};
};

const setMotd: AdminRule<'setMotd'> = (state, by, {text}, {now: at}) => {
	const fault = textFault(text);
	if (fault === 'textMalformed') return refuse(fault);
	const message = text.trim();
	if (message === (state.serverInfo.motd?.text ?? '')) return answer({});
	return {events: [{type: 'motdChanged', text: message, by, at}], reply: () => ({})};
};

export const serverInfoRules = {hello, ping, say, setMotd};
