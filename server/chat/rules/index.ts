/** The table of rules: which one decides on each request. A request without a rule does not compile. */
import {refuse} from '../../../protocol/refusals.ts';
import {
	OLDEST_PROTOCOL,
	PROTOCOL,
	type requests,
	type RequestOf,
	type RequestType,
} from '../../../protocol/requests.ts';
import {answer, type Asker, type Decision, type Facts, type MemberRule, type OpenRule} from '../rule.ts';
import type {State} from '../state.ts';
import {changePassword, signUp} from './accounts.ts';
import {endChat, findChat, openChat} from './chats.ts';
import {answerQuestion, befriend, block, unblock, unfriend} from './circles.ts';
import {broadcast, history, mark, send, typing} from './messages.ts';
import {setPresence, who, whois, whoSince} from './presence.ts';
import {invite, join, leave, names, receipts, rooms, setTopic} from './rooms.ts';
import {search} from './search.ts';
import {resume, signIn} from './sign-in.ts';
import {signOut} from './sign-out.ts';

const hello: OpenRule<'hello'> = (state, _asker, {protocol}, {policy}) => {
	if (protocol < OLDEST_PROTOCOL) return refuse('protocolTooOld', {oldest: OLDEST_PROTOCOL});
	return answer({
		protocol: PROTOCOL,
		oldest: OLDEST_PROTOCOL,
		store: state.house.store,
		signUp: policy.signUp,
	});
};
const ping: OpenRule<'ping'> = () => answer({});
/** That it was asked is all: it counts as every request of a person does. */
const active: MemberRule<'active'> = () => answer({});

type Rules = {
	[T in RequestType]: (typeof requests)[T] extends {open: true} ? OpenRule<T> : MemberRule<T>;
};

const rules: Rules = {
	hello,
	ping,
	signUp,
	signIn,
	resume,
	signOut,
	changePassword,
	send,
	history,
	search,
	mark,
	setPresence,
	typing,
	active,
	who,
	whoSince,
	whois,
	openChat,
	endChat,
	findChat,
	broadcast,
	block,
	unblock,
	befriend,
	unfriend,
	answerQuestion,
	join,
	leave,
	rooms,
	setTopic,
	invite,
	names,
	receipts,
};

/** Decides on a request. The caller has made sure that a request that is not `open` comes from somebody signed in. */
export function decide<T extends RequestType>(
	state: State,
	asker: Asker,
	request: RequestOf<T>,
	facts: Facts,
): Decision<T> {
	const rule = rules[request.type] as unknown as OpenRule<T>; // the request's own type is the key, and a Member is an Asker
	return rule(state, asker, request, facts);
}
