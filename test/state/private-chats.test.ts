/** Private chats in the client: invitations, keys, messages, what ends them, and what never leaves the machine. */
import {expect, test} from 'vitest';
import {safeText} from '../../protocol/text.ts';
import type {ChannelEnd} from '../../source/state/model/peer.ts';
import {countReceived, MAX_HEARD} from '../../source/state/chats/bounds.ts';
import {contactRows} from '../../source/state/chats/contacts.ts';
import {titleOf} from '../../source/state/chats/unread.ts';
import {dialogView} from '../../source/state/dialogs/dialogs.ts';
import {jumpTargets} from '../../source/state/pickers/jumping.ts';
import {update} from '../../source/state/runtime/update.ts';
import {headingOf, statusOf} from '../../source/state/view/status.ts';
import {statusLine} from '../../source/state/view/status-line.ts';
import {Client, message, signedIn} from '../harness/client.ts';
import {
	accepted,
	asked,
	chat,
	hearsBob,
	introduction,
	invites,
	key,
	opens,
	otherKey,
	peersLoaded,
	pinned,
	privateConversation,
	safetyNumber,
	talksPrivately,
	told,
	withBob,
} from '../harness/private-chat.ts';
import {address, alice as me, bob, name} from '../harness/sample-state.ts';

const alice = (...peers: Parameters<typeof peersLoaded> extends [Client, ...infer P] ? P : never) =>
	peersLoaded(new Client().signsIn('alice'), ...peers);
const invitation = {
	type: 'privateInvited',
	chat,
	from: bob,
	fingerprint: key,
	purpose: 'chat',
	at: 1,
} as const;
const ended = (client: Client, why: ChannelEnd) => client.hears({type: 'channelEnded', chat, user: bob, why});
const dialogs = ({state}: Client) => state.dialogs.map(({type}) => type);
const page = (client: Client) => client.rows.join('\n');
/** What is said, however it is wrapped. */
const said = (client: Client) => client.rows.join(' ');
const texts = (client: Client) => told(client).flatMap(one => (one.type === 'text' ? [one.text] : []));
const wholeDialog = ({state}: Client) => dialogView(state)?.lines.join('\n') ?? '';

test('the sign-in opens the identity of the account, and says which key the server has of it', () => {
	const client = new Client();
	const event = signedIn('alice', {now: 0});
	if (event.type !== 'signedIn') throw new Error('not a sign-in');
	client.hears({...event, reply: {...event.reply, identity: key}});
	expect(client.taken('openPeers')).toEqual([
		{type: 'openPeers', user: me, address, store: 's1', registered: key},
	]);
});

test('the text typed with an invitation never goes to the server, and is the first private message', () => {
	const client = invites(alice(), 'a secret');
	expect(asked(client, 'invitePrivate')).toEqual([{type: 'invitePrivate', user: bob, purpose: 'chat'}]);
	accepted(client);
	expect(client.taken('openChannel')).toEqual([
		{type: 'openChannel', chat, user: bob, isInviter: true, introduction, direct: 'lan'},
	]);
	expect(told(client)).toEqual([]);
	opens(client);
	expect(told(client)).toMatchObject([{type: 'text', text: 'a secret'}]);
	expect([client.state.open, page(client)]).toEqual([withBob, expect.stringMatching(/a secret queued/)]);
	expect(JSON.stringify(client.effects)).not.toContain('secret');
});

test.each(['declined', 'expired'] as const)(
	'the text of an invitation that was %s comes back into the bar',
	why => {
		const client = invites(alice(), 'a secret').announced({type: 'privateEnded', chat, user: bob, why});
		expect(client.bar).toBe('/private bob a secret');
		expect(said(client)).toMatch(
			why === 'declined' ? /bob declined/ : /bob did not answer .* within 30 s; \/private bob invites again/,
		);
		expect(client.state.privateChats.size).toBe(0);
	},
);

test.each(['invites', 'accepted'] as const)(
	'whose key is refused by the partner is told that, and what the partner has to type (%s)',
	when => {
		const client = invites(alice(), 'a secret');
		if (when === 'accepted') accepted(client);
		client.announced({type: 'privateEnded', chat, user: bob, why: 'ended', otherKey: true});
		expect(said(client)).toContain('the client of bob knows you by another key');
		expect(said(client)).toContain('then bob types /forget-key alice');
		expect(said(client)).not.toContain('bob ended');
	},
);

test('the text comes back with Ctrl-Y where something else stands in the bar by then', () => {
	const client = invites(alice(), 'a secret').types('half');
	client.announced({type: 'privateEnded', chat, user: bob, why: 'declined'});
	expect(client.bar).toBe('half');
	expect(said(client)).toContain('What you wrote to bob comes back with Ctrl-Y.');
	expect(client.presses('deleteToStart', 'bringBack', 'bringBack').bar).toContain('/private bob a secret');
});

test('a refused invitation says why where it was typed, and gives the text back', () => {
	const client = alice().says('/private bob a secret');
	const request = {type: 'invitePrivate', user: bob, purpose: 'chat'} as const;
	client.hears({type: 'refused', request, refusal: {refusal: 'userOffline', user: 'bob'}});
	expect([client.bar, client.state.statusMessage]).toEqual([
		'/private bob a secret',
		expect.stringContaining('bob is offline'),
	]);
	client.presses('submit').hears({type: 'unanswered', request});
	expect([client.bar, client.state.statusMessage]).toEqual([
		'/private bob a secret',
		expect.stringContaining('could not be asked'),
	]);
});

test('an invitation of which the server never says more is over by itself', () => {
	const client = invites(alice(), 'a secret');
	client.clock.advance(35_000);
	expect([client.state.privateChats.size, client.bar]).toEqual([0, '/private bob a secret']);
	const asking = alice().announced(invitation).pauses();
	expect(dialogs(asking)).toEqual(['privateInvitation']);
	asking.clock.advance(35_000);
	expect(dialogs(asking)).toEqual([]);
});

test('an invitation opens a dialog over an empty bar only, which says what is known of the key', () => {
	const typing = alice().types('half').announced(invitation).pauses();
	expect([dialogs(typing), statusOf(typing.state).message]).toEqual([[], 'bob asks · F2 answers']);
	const client = alice().announced(invitation).pauses();
	expect(wholeDialog(client)).toContain('The key of bob is new here.');
	expect(wholeDialog(alice(pinned()).announced(invitation).pauses())).toContain(
		'same as before, but unverified',
	);
	expect(wholeDialog(alice(pinned(true)).announced(invitation).pauses())).toContain('that you have verified');
});

test('the yes answers once, opens the conversation, and connects as the one who was invited', () => {
	const client = alice().announced(invitation).pauses().presses('answer', {choose: 'y'});
	const [request] = asked(client, 'answerPrivate');
	expect(request).toEqual({type: 'answerPrivate', chat, accept: true});
	expect([client.state.open, dialogs(client), client.state.pendingDialogs]).toEqual([withBob, [], []]);
	client.hears({type: 'answered', request: request!, reply: {introduction}});
	expect(client.taken('openChannel')).toMatchObject([{chat, user: bob, isInviter: false, introduction}]);
});

test('Enter and Esc neither accept nor decline an invitation', () => {
	for (const action of ['accept', 'cancel'] as const) {
		const client = alice().announced(invitation).pauses().presses('answer', action);
		expect([asked(client, 'answerPrivate'), client.state.pendingDialogs.length]).toEqual([[], 1]);
	}
});

test.each([
	['expired', 'The invitation of bob to a private chat has expired; /private bob invites bob'],
	['withdrawn', 'bob withdrew the invitation'],
	['signedOut', 'bob signed out'],
] as const)('the dialog of an invitation that is %s goes away with a notice', (why, text) => {
	const client = alice().announced(invitation).pauses();
	client.announced({type: 'privateEnded', chat, user: bob, why});
	expect([dialogs(client), said(client)]).toEqual([[], expect.stringContaining(text)]);
});

test('of two invitations that cross, the dialog disappears, and the private chat opens by itself for both', () => {
	const second = alice().announced(invitation).says('/private bob');
	const request = {type: 'invitePrivate', user: bob, purpose: 'chat'} as const;
	second.hears({type: 'answered', request, reply: {chat, introduction}});
	expect(second.taken('openChannel')).toMatchObject([{isInviter: false}]);
	expect(second.pauses().state.pendingDialogs).toEqual([]);
	expect(opens(second).state.open).toBe(withBob);
	const first = accepted(invites(alice()).announced({...invitation, chat: 'd'.repeat(43)}));
	expect(first.taken('openChannel')).toMatchObject([{chat, isInviter: true}]);
	expect([dialogs(first.pauses()), first.state.pendingDialogs]).toEqual([[], []]);
	expect(opens(first).state.open).toBe(withBob);
});

test('the yes to an invitation takes the text of an invitation of one’s own along', () => {
	const other = 'd'.repeat(43);
	const client = invites(alice(), 'a secret')
		.announced({...invitation, chat: other})
		.pauses();
	client.presses('answer', {choose: 'y'});
	client.hears({
		type: 'channelOpened',
		chat: other,
		user: bob,
		way: 'direct',
		fingerprint: key,
		safetyNumber,
	});
	expect(texts(client)).toEqual(['a secret']);
});

test('a new invitation of a partner whose client has lost the channel replaces that channel', () => {
	const other = 'd'.repeat(43);
	const client = talksPrivately(alice()).hears({type: 'channelLost', chat, user: bob}).says('never arrived');
	client
		.announced({...invitation, chat: other})
		.pauses()
		.presses('answer', {choose: 'y'});
	expect(client.taken('closeChannel')).toEqual([{type: 'closeChannel', chat, why: 'ended'}]);
	expect(client.state.privateChats.get(bob)).toMatchObject({chat: other, status: 'connecting'});
	expect(page(client)).toContain('never arrived failed');
});

test('a later invitation of the same user replaces the one before', () => {
	const other = 'd'.repeat(43);
	const client = alice().announced(invitation, {...invitation, chat: other});
	const {dialogs: opened, pendingDialogs} = client.state;
	expect([...opened, ...pendingDialogs]).toMatchObject([{type: 'privateInvitation', chat: other}]);
});

test('however often the same user invites, one timer waits for the end of the invitation', () => {
	const {state} = alice();
	const keys = ['1', '2', '3'].flatMap(at => {
		const announcement = {...invitation, chat: at.repeat(43)};
		const [, effects] = update(state, {type: 'announced', announcement}, state.now);
		return effects.flatMap(effect =>
			effect.type === 'after' && effect.event.type === 'invitationLapsed' ? [effect.key] : [],
		);
	});
	expect([keys.length, new Set(keys).size]).toEqual([3, 1]);
});

test('an invitation with a changed key is declined, and no key of its dialog waves it through', () => {
	const client = alice(pinned(true)).announced({...invitation, fingerprint: otherKey});
	expect(asked(client, 'answerPrivate')).toEqual([
		{type: 'answerPrivate', chat, accept: false, why: 'otherKey'},
	]);
	client.pauses();
	expect(dialogs(client)).toEqual(['changedPeer']);
	expect(wholeDialog(client)).toMatch(/not the one that you have verified[^]*\/forget-key bob/);
	expect(said(client)).toContain('No private chat with bob was opened: the key of bob has changed');
	client.presses('answer', {choose: 'y'}, 'accept');
	expect([client.state.privateChats.size, client.state.peers.get(bob)]).toEqual([0, pinned(true)]);
});

test('the warning of a changed key goes away with the key', () => {
	const client = alice(pinned())
		.announced({...invitation, fingerprint: otherKey})
		.says('/forget-key bob');
	expect([dialogs(client.pauses()), client.state.pendingDialogs]).toEqual([[], []]);
});

test('pinned keys that are read after the invitation came still refuse a changed one', () => {
	const client = new Client()
		.signsIn('alice')
		.announced({...invitation, fingerprint: otherKey})
		.pauses();
	expect(dialogs(client)).toEqual(['privateInvitation']);
	peersLoaded(client, pinned());
	expect([dialogs(client), client.state.pendingDialogs.map(({type}) => type)]).not.toContain(
		'privateInvitation',
	);
	expect(asked(client, 'answerPrivate')).toMatchObject([{accept: false}]);
});

test('a yes before the pinned keys are read waits for them, and for where the partner listens', () => {
	const client = yesTooEarly();
	const offer = {addresses: [{host: '127.0.0.1', port: 4000}], seen: '127.0.0.1'};
	client.announced({type: 'addressesOffered', chat, ...offer});
	expect([client.taken('openChannel'), client.taken('dialPeer')]).toEqual([[], []]);
	peersLoaded(client, pinned());
	expect(client.taken('openChannel')).toMatchObject([{chat, user: bob, introduction}]);
	expect(client.taken('dialPeer')).toMatchObject([{chat, ...offer}]);
	peersLoaded(client, pinned());
	expect(client.taken('openChannel')).toEqual([]);
});

test('after a yes before the pinned keys are read, a changed one still opens no channel', () => {
	const client = yesTooEarly(otherKey);
	peersLoaded(client, pinned());
	expect([client.taken('openChannel'), asked(client, 'endPrivate')]).toEqual([
		[],
		[{type: 'endPrivate', chat, why: 'otherKey'}],
	]);
	expect(said(client)).toContain('the key of bob has changed');
});

function yesTooEarly(fingerprint = key) {
	const client = new Client()
		.signsIn('alice')
		.announced({...invitation, fingerprint})
		.pauses()
		.presses('answer', {choose: 'y'});
	const [request] = asked(client, 'answerPrivate');
	return client.hears({
		type: 'answered',
		request: request!,
		reply: {introduction: {...introduction, fingerprint}},
	});
}

test('the inviter refuses a changed key before anything is dialled, and the text comes back', () => {
	const client = accepted(invites(alice(pinned()), 'a secret'), otherKey);
	expect([client.taken('openChannel'), asked(client, 'endPrivate'), client.bar]).toEqual([
		[],
		[{type: 'endPrivate', chat, why: 'otherKey'}],
		'/private bob a secret',
	]);
	client.presses('deleteToStart').pauses();
	expect(dialogs(client)).toEqual(['changedPeer']);
});

test('a channel with another key than the pinned one is closed before a message goes out', () => {
	const client = opens(accepted(invites(alice(pinned()), 'a secret')), 'direct', otherKey);
	expect([told(client), client.taken('closeChannel')]).toEqual([
		[],
		[{type: 'closeChannel', chat, why: 'ended'}],
	]);
	expect(client.pauses().state.dialogs.map(({type}) => type)).toEqual(['changedPeer']);
	expect(privateConversation(client).queued).toMatchObject([
		{text: 'a secret', problem: 'the private chat has ended.'},
	]);
});

test('the first channel pins the key, and the screen says which way it goes and that it is unverified', () => {
	const client = talksPrivately(alice(), '', 'relayed');
	expect(client.taken('keepPeer')).toMatchObject([{peer: {user: bob, fingerprint: key, verified: false}}]);
	expect(said(client)).toMatch(/via the server, end-to-end encrypted[^]*\/verify bob/);
	client.hears({type: 'resized', size: {columns: 120, rows: 40}});
	expect(headingOf(client.state)).toBe(
		'🔒 bob · via the server, end-to-end encrypted · unverified · not kept',
	);
	expect(statusLine(client.state).parts.find(({name}) => name === 'private')?.text).toBe(
		'· 🔒 via the server, end-to-end encrypted',
	);
	expect(talksPrivately(alice(pinned())).taken('keepPeer')).toEqual([]);
});

test.each([
	[40, 10, '🔒 bob · via server · unverified'],
	[80, 24, '🔒 bob · via server · unverified · not kept'],
])('on a screen of %i by %i the title says as much as fits', (columns, rows, title) => {
	const client = talksPrivately(peersLoaded(new Client({columns, rows}).signsIn('alice')), '', 'relayed');
	expect(headingOf(client.state)).toBe(title);
});

test('the numbers that are equal mark the key as verified, and Enter does not', () => {
	const client = talksPrivately(alice()).says('/verify');
	client.effects = [];
	expect(wholeDialog(client)).toContain(safetyNumber.split(' ').slice(0, 4).join(' '));
	client.presses('accept');
	expect([dialogs(client), client.taken('keepPeer')]).toEqual([[], []]);
	client.says('/verify bob').presses({choose: 'y'});
	expect(client.taken('keepPeer')).toMatchObject([{peer: {verified: true}}]);
	expect(headingOf(client.state)).toBe('🔒 bob · direct · verified · not kept');
});

test('a message waits until the partner’s client has it, then is read', () => {
	const client = talksPrivately(alice()).says('one').says('two');
	const [one, two] = told(client).flatMap(said => (said.type === 'text' ? [said.id] : []));
	expect(page(client)).toMatch(/one queued\n.*two queued/);
	client.hears({type: 'peerReceived', chat, user: bob, id: 'unknown'});
	expect(page(client)).toMatch(/one queued\n.*two queued/);
	client.hears({type: 'peerReceived', chat, user: bob, id: one!});
	expect(page(client)).toMatch(/one delivered\n.*two queued/);
	client.hears({type: 'peerRead', chat, user: bob, id: two!});
	expect(page(client)).toMatch(/one\n.*two read/);
	expect(privateConversation(client).queued).toEqual([]);
});

test('an acknowledgement counts for all messages before it', () => {
	const client = talksPrivately(alice()).says('one').says('two');
	const last = told(client).findLast(({type}) => type === 'text');
	if (last?.type === 'text') client.hears({type: 'peerReceived', chat, user: bob, id: last.id});
	expect(page(client)).toMatch(/one\n.*two delivered/);
});

test('nothing of a private chat goes to the server: no request, no outbox, no history', () => {
	const client = talksPrivately(alice());
	client.effects = [];
	hearsBob(client, 'hi alice');
	client.types('a secret').presses('newline').types('in two lines').presses('submit', 'pageUp', 'pageDown');
	client.clock.advance(1000);
	client
		.says('/history')
		.says('/search hi')
		.presses('cancel')
		.says('an answer')
		.hears({
			type: 'peerRead',
			chat,
			user: bob,
			id: privateConversation(client).queued.at(-1)!.id,
		});
	client.says('/receipts');
	expect([client.bar, client.state.statusMessage]).toEqual(['/receipts', expect.stringContaining('✓✓')]);
	client.presses('deleteToStart').hears({type: 'channelLost', chat, user: bob});
	client.clock.advance(10_000);
	client.types('h');
	const types = client.effects.map(effect => (effect.type === 'request' ? effect.request.type : effect.type));
	expect(types.filter(type => !['tellPeer', 'active', 'setTitle', 'after'].includes(type))).toEqual([]);
	expect(told(client).map(({type}) => type)).toEqual(expect.arrayContaining(['text', 'read', 'typing']));
});

test('what bob writes is read once it is seen, and told to his client, not to the server', () => {
	const client = talksPrivately(alice()).says('/msg carol');
	client.effects = [];
	hearsBob(client, 'hi', 'b.1');
	client.clock.advance(1000);
	expect(told(client)).toEqual([]);
	client.presses('conversationUnread');
	client.clock.advance(1000);
	expect([client.state.open, told(client)]).toEqual([withBob, [{type: 'read', id: 'b.1'}]]);
	expect(asked(client, 'mark')).toEqual([]);
});

test('an unread private message counts in the list and the title, and rings the bell', () => {
	const client = talksPrivately(alice()).says('/msg carol').hears({type: 'focusChanged', focused: false});
	client.clock.advance(2000);
	client.taken('bell');
	hearsBob(client, 'hi');
	const row = contactRows(client.state).find(({id}) => id === withBob);
	expect([row?.label, row?.unread, titleOf(client.state), client.taken('bell').length]).toEqual([
		'🔒 bob',
		1,
		'(1) chat-tui',
		1,
	]);
});

test('typing is shown on both sides', () => {
	const client = talksPrivately(alice());
	client.hears({type: 'peerTyping', chat, user: bob});
	expect(page(client)).toContain('bob is typing…');
	client.clock.advance(7000);
	expect(page(client)).not.toContain('typing');
	client.types('h');
	expect(told(client)).toEqual([{type: 'typing'}]);
});

test('the chat goes on while the server is away, restarts, or has another store', () => {
	const client = talksPrivately(alice()).says('before');
	client.hears({
		type: 'linkChanged',
		link: {status: 'waiting', retryAt: 9e15, attempt: 1, reason: '' as never},
	});
	told(client);
	client.clock.advance(5000);
	expect(told(client.says('meanwhile'))).toMatchObject([{type: 'typing'}, {text: 'meanwhile'}]);
	hearsBob(client, 'still here');
	const back = signedIn('alice', {now: client.clock.now(), people: ['bob']});
	if (back.type === 'signedIn') client.hears({...back, store: 's2'});
	expect(client.state.privateChats.get(bob)?.status).toBe('open');
	expect([page(client), client.taken('closeChannel')]).toEqual([expect.stringContaining('still here'), []]);
});

test('the server saying that bob has signed out does not end a channel that is up', () => {
	const client = talksPrivately(alice()).announced({type: 'privateEnded', chat, user: bob, why: 'signedOut'});
	expect(client.state.privateChats.get(bob)?.status).toBe('open');
	client.announced({type: 'privateEnded', chat, user: bob, why: 'ended'});
	expect([client.state.privateChats.size, said(client)]).toEqual([
		0,
		expect.stringContaining('bob ended the private chat'),
	]);
});

test('while the channel is lost the title says so, and what is written waits', () => {
	const client = talksPrivately(alice()).hears({type: 'channelLost', chat, user: bob});
	expect(headingOf(client.state)).toBe('🔒 bob · reconnecting… · unverified · not kept');
	client.says('later');
	expect([page(client), told(client)]).toEqual([
		expect.stringMatching(/is lost[^]*later queued/),
		expect.arrayContaining([expect.objectContaining({text: 'later'})]),
	]);
	opens(client, 'relayed');
	expect(said(client)).toContain('Connected again: via the server');
	expect(told(client)).toEqual([]); // the channel repeats what the partner does not have
});

test.each([
	['ended', 'bob ended the private chat'],
	['signedOut', 'bob signed out'],
	['lost', 'did not come back'],
	['unreachable', 'neither directly nor via the server'],
	['notThePeer', 'does not have the key of bob'],
	['badFrame', 'sent something that is not valid'],
	['tooMuchUnacknowledged', 'too much waited'],
] as const)('a channel that ends (%s) says why, refuses what is typed and keeps it', (why, text) => {
	const client = ended(talksPrivately(alice()).says('not arrived'), why);
	expect(said(client)).toContain(text);
	expect(page(client)).toContain('not arrived failed');
	client.says('too late');
	expect([client.bar, client.state.statusMessage, texts(client)]).toEqual([
		'too late',
		'Your private chat with bob is over; /private bob invites again.',
		['not arrived'],
	]);
	expect(headingOf(client.state)).toContain('ended');
});

test('a message that has not arrived is sent again in the next private chat only when it is chosen', () => {
	const client = ended(talksPrivately(alice()).says('not arrived'), 'lost');
	told(client);
	client.presses('failedPrevious', 'submit');
	expect([told(client), client.state.statusMessage]).toEqual([[], expect.stringContaining('is over')]);
	talksPrivately(client);
	expect(told(client)).toEqual([]);
	client.presses('failedPrevious', 'submit');
	expect([told(client), client.taken('forget')]).toEqual([
		[expect.objectContaining({text: 'not arrived'})],
		[],
	]);
});

test('the reason for the end is seen in another open conversation, too', () => {
	const client = talksPrivately(alice()).says('/msg carol');
	expect(said(ended(client, 'signedOut'))).toContain('bob signed out, which ended the private chat');
});

test('an event of a chat that is over changes nothing', () => {
	const client = ended(talksPrivately(alice()), 'ended');
	const before = client.state.conversations;
	hearsBob(client, 'from the past');
	client.hears({type: 'peerTyping', chat, user: bob}, {type: 'channelLost', chat, user: name('carol')});
	expect(client.state.conversations).toBe(before);
});

test('what comes under the id of somebody else’s chat is ignored', () => {
	const client = talksPrivately(alice());
	const before = client.state.conversations;
	const carol = name('carol');
	client.hears(
		{type: 'peerSaid', chat, user: carol, message: {id: 'c.1', text: 'hi', at: 1}},
		{type: 'channelEnded', chat, user: carol, why: 'ended'},
	);
	expect([client.state.conversations, client.state.privateChats.size]).toEqual([before, 1]);
});

test('a server that gives the id of one chat to another one cannot mix the two', () => {
	const client = alice().says('/private carol secret');
	const carol = name('carol');
	client.hears({
		type: 'answered',
		request: {type: 'invitePrivate', user: carol, purpose: 'chat'},
		reply: {chat},
	});
	talksPrivately(client);
	hearsBob(client, 'from bob');
	client.hears({type: 'channelEnded', chat, user: carol, why: 'unreachable'});
	expect([[...client.state.privateChats.keys()], privateConversation(client).last]).toEqual([[bob], 1]);
	opens(client).hears({type: 'channelEnded', chat, user: bob, why: 'ended'});
	expect(client.state.privateChats.size).toBe(0);
});

test('a channel that opens after the chat was stopped is closed again', () => {
	const client = accepted(invites(alice())).says('/stopprivate bob');
	client.effects = [];
	opens(client);
	expect(client.taken('closeChannel')).toEqual([{type: 'closeChannel', chat, why: 'ended'}]);
});

test('blocking the partner ends the private chat', () => {
	const client = talksPrivately(alice()).says('/block bob');
	client.hears({type: 'answered', request: {type: 'block', user: bob}, reply: {}});
	expect([client.taken('closeChannel').length, client.state.privateChats.size]).toEqual([1, 0]);
});

test('a private chat opens by itself only for an inviter who still waits where the command was typed', () => {
	const client = accepted(invites(alice())).says('/msg carol');
	opens(client);
	expect([client.state.open, said(client)]).toEqual([
		'alice+carol',
		expect.stringContaining('The private chat with bob is open; Ctrl-G goes there'),
	]);
	const typing = accepted(invites(alice())).types('half');
	expect(opens(typing).state.open).toBeUndefined();
});

test('private lines reach the disk neither as drafts, nor as sent lines, nor as cleared text', () => {
	const client = invites(alice().says('/msg carol'), 'secret 1');
	const kept = () =>
		JSON.stringify(client.taken('keepDrafts'), (_, value: unknown) =>
			value instanceof Map ? [...value] : value,
		);
	client.types('/private bob secret 2').presses('deleteWordBack', 'deleteWordBack', 'deleteToStart');
	opens(accepted(client)).says('secret 3').types('secret 4').presses('deleteToStart');
	client.types('secret 5').presses('conversationLast').says('sent').types('seen');
	const before = kept();
	expect([before.includes('seen'), before.includes('secret')]).toEqual([true, false]);
	client.presses('deleteToStart', 'conversationLast');
	client.hears({type: 'draftsLoaded', saved: {drafts: new Map(), sent: [], cleared: []}});
	const after = kept();
	expect([after.includes('seen'), after.includes('secret'), client.bar]).toEqual([true, false, 'secret 5']);
});

test.each(['/private(bob secret', '/STARTPRIVATE (bob secret)', '/privat bob secret', '/prviate bob secret'])(
	'a private line does not reach the disk as %s, either',
	line => {
		const client = alice().says('/msg carol').types('seen').presses('deleteToStart');
		client.types(line).presses('submit').presses('deleteWordBack', 'deleteToStart');
		const kept = JSON.stringify(client.taken('keepDrafts'), (_, value: unknown) =>
			value instanceof Map ? [...value] : value,
		);
		expect([kept.includes('seen'), kept.includes('secret')]).toEqual([true, false]);
	},
);

test('private lines are recalled where private text is written, and nowhere else', () => {
	const client = talksPrivately(alice().says('/msg carol'))
		.says('secret')
		.types('cleared secret')
		.presses('deleteToStart');
	expect(client.presses('historyPrevious').bar).toBe('secret');
	client.presses('historyNext', 'bringBack');
	expect(client.bar).toBe('cleared secret');
	client.presses('deleteToStart', 'conversationLast', 'historyPrevious');
	expect([client.state.open, client.bar]).toEqual(['alice+carol', '/private bob']);
	client.presses('historyNext', 'historySearch', 'historyNext', 'bringBack');
	expect([client.bar, client.state.statusMessage]).toEqual([
		'',
		'Nothing was cleared that could be brought back.',
	]);
});

test('a draft of a private chat waits in memory', () => {
	const client = talksPrivately(alice().says('/msg carol')).types('half').presses('conversationLast');
	expect([client.state.open, client.bar]).toEqual(['alice+carol', '']);
	expect(client.presses('conversationLast').bar).toBe('half');
});

test('a search finds private messages here, and everywhere before the server has answered', () => {
	const client = hearsBob(talksPrivately(alice()), 'The red fox');
	client.announced(message('bob', 'alice', 1, 'fox'));
	client.effects = [];
	client.says('/search RED');
	const found = () =>
		client.state.dialogs.flatMap(dialog => (dialog.type === 'search' ? (dialog.search?.found ?? []) : []));
	expect([found().map(({text}) => text), asked(client, 'search')]).toEqual([['The red fox'], []]);
	client.presses('searchElsewhere');
	expect(found()).toHaveLength(1);
	expect(asked(client, 'search')).toMatchObject([{places: [{conversation: 'alice+bob'}]}]);
});

test('a long private chat keeps its newest messages, also while older ones are on the screen', () => {
	const client = talksPrivately(alice());
	for (let at = 0; at < 100; at++) hearsBob(client, `message ${at}`, `b.${at}`);
	client.presses('scrollTop');
	for (let at = 100; at < 2200; at++) hearsBob(client, `message ${at}`, `b.${at}`);
	client.presses('scrollEnd');
	expect(client.rows.at(-1)).toContain('message 2199');
	client.presses('scrollTop');
	expect([client.rows.length > 0, asked(client, 'history')]).toEqual([true, []]);
});

test('more unread private messages than are kept are read from the first that is kept', () => {
	const client = talksPrivately(alice().says('/msg carol')).presses('conversationLast');
	for (let at = 0; at < 2200; at++) hearsBob(client, `message ${at}`, `b.${at}`);
	client.presses('conversationUnread');
	expect([client.state.open, privateConversation(client).goTo, client.rows.length > 5]).toEqual([
		withBob,
		undefined,
		true,
	]);
});

test('the bound on what is held of all conversations leaves the newest private messages', () => {
	const client = hearsBob(talksPrivately(alice()), 'hi');
	const full = countReceived({...client.state, open: undefined, receivedUnits: MAX_HEARD} as never, 1);
	expect(
		full.conversations
			.get(withBob)
			?.window.chunks.flat()
			.map(({text}) => text),
	).toEqual(['hi']);
});

test('the jump dialog finds the private chat by the name, below the direct conversation', () => {
	const client = talksPrivately(alice()).says('/msg carol').presses('jump').types('bob');
	const [top] = client.state.dialogs;
	if (top?.type !== 'jump') throw new Error('no jump dialog');
	expect(jumpTargets(client.state, top).map(({text}) => text)).toEqual(['bob', '🔒 bob']);
});

test('/whois says that a private chat is open and which way it goes, and /whoami names the own key', () => {
	const client = talksPrivately(alice());
	const reply = {user: bob, presence: 'online', since: 1, seen: 1, friend: true} as const;
	client.hears({type: 'answered', request: {type: 'whois', user: bob}, reply});
	expect(said(client)).toContain('you have a private chat, over a direct connection');
	expect(said(client.says('/whoami'))).toContain(`Your key for private chats is SHA256:${'A'.repeat(43)}`);
});

test('too much that waits for the partner is refused with a sentence, and the text stays', () => {
	const client = talksPrivately(alice());
	for (let at = 0; at < 900; at++) client.says('x');
	client.says('one more');
	expect([client.bar, client.state.statusMessage]).toEqual([
		'one more',
		expect.stringContaining('Too much waits for bob'),
	]);
});

test.each(['/logout', 'idle', 'quit'] as const)('a sign-out (%s) closes the channels', how => {
	const client = talksPrivately(alice()).types('half');
	client.effects = [];
	if (how === '/logout') client.presses('deleteToStart').says(how);
	else if (how === 'idle') client.hears({type: 'signedOut', reason: '' as never});
	else client.hears({type: 'left'});
	expect([client.taken('closeChannel'), client.taken('closePeers').length]).toEqual([
		[{type: 'closeChannel', chat, why: 'signedOut'}],
		1,
	]);
});

test('after a sign-out nothing private is left in the state', () => {
	const client = hearsBob(talksPrivately(alice()), 'a secret of bob').says('secret 1').types('secret 2');
	client.presses('historyPrevious').types(' changed').presses('historyPrevious');
	client.hears({type: 'signedOut', reason: '' as never});
	const {conversations, privateChats, peers, recall, cleared, bar} = client.state;
	const left = [
		...conversations.values(),
		...recall.lines,
		recall.kept,
		...recall.copies.values(),
		cleared,
		bar,
	];
	expect(JSON.stringify(left)).not.toMatch(/secret|~bob/);
	expect([client.state.open, privateChats.size, peers.size]).toEqual([undefined, 0, 0]);
});

test('a sign-out leaves the draft of a public conversation behind a recalled line as it is', () => {
	const client = talksPrivately(alice().says('/msg carol')).says('secret').presses('conversationLast');
	client.types('half').presses('historyPrevious');
	expect(client.bar).toBe('/private bob');
	client.hears({type: 'signedOut', reason: '' as never});
	expect([client.state.open, client.state.bar.before]).toEqual(['alice+carol', 'half']);
});

test('another account, or another server, closes the channels of the account before', () => {
	const client = talksPrivately(alice());
	client.effects = [];
	client.hears(signedIn('carol', {now: client.clock.now()}));
	expect(client.effects.map(({type}) => type).filter(type => /Channel|Peers/.test(type))).toEqual([
		'closeChannel',
		'closePeers',
		'openPeers',
	]);
	expect(client.state.privateChats.size).toBe(0);
});

test('quitting with a message that has not arrived asks first', () => {
	const client = talksPrivately(alice()).says('hi').presses('quit');
	expect([dialogs(client), wholeDialog(client)]).toEqual([
		['quit'],
		'1 message has not reached the partner of a private chat, and would be lost.',
	]);
});

test('quitting while a file is on its way asks first', () => {
	const transfer = {transfer: 1, direction: 'in', name: safeText`a.pdf`, bytes: 1, size: 9} as const;
	const moved = {type: 'transferMoved', user: bob} as const;
	const client = alice()
		.hears({...moved, transfer: {...transfer, status: 'running'}})
		.presses('quit');
	expect([client.taken('quit'), wholeDialog(client)]).toEqual([
		[],
		'1 file has not arrived yet, and would stop. The next time, a file goes on where it stopped.',
	]);
	client.presses('cancel').hears({...moved, transfer: {...transfer, bytes: 9, status: 'done'}});
	expect(client.presses('quit').taken('quit')).toHaveLength(1);
});

test('addresses and relays reach the channel of an accepted chat only', () => {
	const addresses = [{host: '10.0.0.2', port: 4000}];
	const client = accepted(invites(alice()));
	const offered = (of: string) =>
		({type: 'addressesOffered', chat: of, addresses, seen: '10.0.0.2'}) as const;
	client.announced(offered(chat), offered('z'.repeat(43)), {
		type: 'relayRenewed',
		chat,
		relay: 'r'.repeat(43),
	});
	expect(client.taken('dialPeer')).toEqual([{type: 'dialPeer', chat, addresses, seen: '10.0.0.2'}]);
	expect(client.taken('renewChannelRelay')).toHaveLength(1);
});
