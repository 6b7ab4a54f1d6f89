/** A user's own settings of a conversation: they follow the account, and nobody else hears of them. */
import {expect, test} from 'vitest';
import {MAX_CONVERSATION_SETTINGS, type ConversationSettings} from '../../protocol/conversation-settings.ts';
import {directConversation, LOBBY, type ConversationId, type UserName} from '../../protocol/names.ts';
import {gathering, message, type Rules} from '../harness/rules.ts';

const [alice, bob] = ['alice', 'bob'] as UserName[] as [UserName, UserName];
const both = directConversation(alice, bob);
const set = (conversation: ConversationId, settings: {muted?: boolean; pinned?: boolean; closed?: boolean}) =>
	({type: 'setConversation', conversation, ...settings}) as const;

async function found(rules: Rules, conversation: ConversationId, user = 'alice') {
	const {answer} = await rules.signIn(user, user + user);
	if (!('conversations' in answer)) throw new Error(`${user} cannot sign in`);
	return answer.conversations.find(each => each.conversation === conversation)?.settings;
}

test('what is muted, pinned or closed is so at every later sign-in, also after a restart, until it is taken back', async () => {
	const {rules, alice: seat} = await gathering('alice', 'bob');
	await seat.ask(message('alice', 'bob', 'hi'));
	expect(await seat.ask(set(both, {muted: true}))).toEqual({muted: true});
	expect(await seat.ask(set(both, {pinned: true}))).toEqual({muted: true, pinned: rules.now});
	rules.restart();
	const again = (await rules.signIn('alice', 'alicealice')).seat;
	expect(await again.ask(set(both, {closed: true}))).toEqual({muted: true, pinned: rules.now, closed: 1});
	expect(await found(rules, both)).toEqual({muted: true, pinned: rules.now, closed: 1});
	expect(await found(rules, both, 'bob')).toBeUndefined();
	const last = (await rules.signIn('alice', 'alicealice')).seat;
	await last.ask(set(both, {muted: false, pinned: false, closed: false}));
	expect(await found(rules, both)).toBeUndefined();
});

test('a conversation in which nothing was said yet can be pinned', async () => {
	const {rules, alice: seat} = await gathering('alice', 'bob');
	await seat.ask(set(both, {pinned: true}));
	expect(await found(rules, both)).toEqual({pinned: rules.now});
});

test('only those who take part in a conversation have settings of it, and leaving a room forgets them', async () => {
	const {rules, alice: seat, eve} = await gathering('alice', 'bob', 'eve');
	expect(await eve.ask(set(both, {muted: true}))).toEqual({refusal: 'notYourConversation'});
	await seat.ask(set(LOBBY, {muted: true}));
	await seat.ask({type: 'leave', room: LOBBY});
	await seat.ask({type: 'join', room: LOBBY});
	expect(await found(rules, LOBBY)).toBeUndefined();
});

test(`of more than ${MAX_CONVERSATION_SETTINGS} conversations the one closed first comes back; muted and pinned ones are kept`, async () => {
	const {rules, alice: seat} = await gathering('alice', 'bob');
	const id = (count: number) => `alice+p${count}` as ConversationId;
	const happen = (conversation: ConversationId, settings: ConversationSettings) =>
		rules.happen([{type: 'conversationSet', conversation, user: alice, settings}]);
	happen(id(0), {pinned: 1});
	happen(id(1), {muted: true, closed: 0});
	for (let count = 2; count < MAX_CONVERSATION_SETTINGS; count++) happen(id(count), {closed: 0});
	expect(await seat.ask(set(both, {closed: true}))).toEqual({closed: 0});
	const own = rules.state.settingsOfConversations.get(alice);
	expect([own?.size, own?.has(id(2)), own?.has(both)]).toEqual([1000, false, true]);
	expect([own?.has(id(0)), own?.has(id(1))]).toEqual([true, true]);
	for (let count = 3; count < MAX_CONVERSATION_SETTINGS; count++) happen(id(count), {pinned: 1});
	happen(both, {pinned: 1});
	expect(await seat.ask(set(LOBBY, {muted: true}))).toEqual({
		refusal: 'tooManyConversationSettings',
		most: MAX_CONVERSATION_SETTINGS,
	});
});
