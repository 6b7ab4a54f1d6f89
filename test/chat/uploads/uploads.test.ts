/** Who may send a file into a conversation, and fetch it: quotas, tickets, deletion, expiry. */
import {expect, test} from 'vitest';
import type {ConversationId, UserName} from '../../../protocol/names.ts';
import type {ReplyOf} from '../../../protocol/index.ts';
import {MAX_TRANSFERS, TICKET_SECONDS} from '../../../protocol/uploads.ts';
import {expireFiles} from '../../../server/chat/uploads/rules.ts';
import {gathering, type Rules, type Seat} from '../../harness/rules.ts';

const LOBBY = '#lobby' as ConversationId;
const HASH = 'ab'.repeat(32);
const DAY = 24 * 3600_000;
let last = 0;

const secret = (name: string) => ({secret: name, hash: `hash of ${name}`});
const secrets = (name: string) => ({secrets: [secret(name), secret('')] as const});

async function offers(seat: Seat, size: number, conversation = LOBBY, name = `up${++last}`) {
	return seat.ask({type: 'offerUpload', conversation, name: 'notes.pdf', size}, secrets(name));
}

/** Uploads, as a transfer would, and sends. */
async function sends(rules: Rules, seat: Seat, size: number, {conversation = LOBBY, sha256 = HASH} = {}) {
	const name = `up${++last}`;
	expect(await offers(seat, size, conversation, name)).toEqual({ticket: name});
	const presented = `hash of ${name}`;
	expect(await seat.ask({type: 'openTransfer', ticket: 'x'.repeat(43)}, {presented})).toEqual({});
	rules.happen([{type: 'transferEnded', ticket: presented, stored: {sha256, until: rules.uptime + 1000}}]);
	const messageId = `device00.start.${last}`;
	return (await seat.ask({
		type: 'send',
		conversation,
		messageId,
		text: 'notes.pdf',
		file: sha256,
	})) as ReplyOf<'send'>;
}

const fetches = async (seat: Seat, sequence: number, conversation = LOBBY) =>
	seat.ask({type: 'requestFile', conversation, sequence}, secrets(`down${++last}`));

test('a message has the file, and who reads the conversation may fetch it; somebody else may not', async () => {
	const {rules, alice, bob, carol} = await gathering('alice', 'bob', 'carol');
	const {sequence} = await sends(rules, alice, 1200, {conversation: 'alice+bob' as ConversationId});
	expect(bob.heardOf('message').at(-1)).toMatchObject({
		text: 'notes.pdf',
		file: {name: 'notes.pdf', size: 1200, sha256: HASH, until: rules.now + 30 * DAY},
	});
	const conversation = 'alice+bob' as ConversationId;
	expect(await fetches(bob, sequence, conversation)).toMatchObject({size: 1200, sha256: HASH});
	expect(await fetches(carol, sequence, conversation)).toEqual({refusal: 'notYourConversation'});
	expect(await fetches(bob, sequence + 1, conversation)).toEqual({refusal: 'noSuchFile'});
});

test('the same content that was uploaded twice goes with two messages, each by its own name', async () => {
	const {rules, alice} = await gathering('alice');
	for (const name of ['one.pdf', 'two.pdf']) {
		await alice.ask({type: 'offerUpload', conversation: LOBBY, name, size: 10}, secrets(name));
		const stored = {sha256: HASH, until: rules.uptime + 1000};
		rules.happen([{type: 'transferEnded', ticket: `hash of ${name}`, stored}]);
	}

	const send = (id: number) =>
		alice.ask({
			type: 'send',
			conversation: LOBBY,
			messageId: `device00.start.${2000 + id}`,
			text: 'x',
			file: HASH,
		});
	const sent = [await send(1), await send(2)] as Array<ReplyOf<'send'>>;
	expect(await send(3)).toEqual({refusal: 'fileNotUploaded'});
	const names = [...rules.state.files.all()].map(({name}) => name);
	expect([sent.map(({sequence}) => sequence).length, names]).toEqual([2, ['one.pdf', 'two.pdf']]);
});

test('an account has a thousand files at most, however small they are', async () => {
	const {rules, alice, bob} = await gathering('alice', 'bob');
	for (let at = 0; at < 1000; at++) await sends(rules, alice, 1, {sha256: at.toString(16).padStart(64, '0')});
	expect(await offers(alice, 1)).toEqual({refusal: 'tooManyFiles', most: 1000});
	expect(await offers(bob, 1)).toHaveProperty('ticket');
});

test('a file is sent only by who has uploaded it, once, and not after a while', async () => {
	const {rules, alice, bob} = await gathering('alice', 'bob');
	const send = (seat: Seat, id: number) =>
		seat.ask({
			type: 'send',
			conversation: LOBBY,
			messageId: `device00.start.${1000 + id}`,
			text: 'x',
			file: HASH,
		});
	await sends(rules, alice, 10);
	expect(await send(bob, 1)).toEqual({refusal: 'fileNotUploaded'});
	expect(await send(alice, 2)).toEqual({refusal: 'fileNotUploaded'});
	const name = 'late';
	await offers(alice, 10, LOBBY, name);
	rules.happen([
		{type: 'transferEnded', ticket: `hash of ${name}`, stored: {sha256: HASH, until: rules.uptime + 1000}},
	]);
	rules.uptime += 1000;
	expect(await send(alice, 3)).toEqual({refusal: 'fileNotUploaded'});
});

test('who was put out of the room may not use a ticket from before', async () => {
	const {rules, alice, bob} = await gathering('alice', 'bob');
	const room = '#build' as ConversationId;
	await alice.ask({type: 'join', room});
	await bob.ask({type: 'join', room});
	const {sequence} = await sends(rules, alice, 10, {conversation: room});
	await bob.ask({type: 'requestFile', conversation: room, sequence}, secrets('t'));
	await alice.ask({type: 'kickFromRoom', room, user: 'bob' as UserName});
	const open = {type: 'openTransfer', ticket: 'x'.repeat(43)} as const;
	expect(await rules.seat().ask(open, {presented: 'hash of t'})).toEqual({refusal: 'notMember', room});
	expect(await fetches(bob, sequence, room)).toEqual({refusal: 'notMember', room});
});

test('nothing goes to a user who has blocked the sender, not even with a ticket from before', async () => {
	const {rules, alice, bob} = await gathering('alice', 'bob');
	const conversation = 'alice+bob' as ConversationId;
	await offers(alice, 10, conversation, 'before');
	await bob.ask({type: 'block', user: 'alice' as UserName});
	const blocked = {refusal: 'blockedYou', user: 'bob'};
	expect(await offers(alice, 10, conversation)).toEqual(blocked);
	const open = {type: 'openTransfer', ticket: 'x'.repeat(43)} as const;
	expect(await rules.seat().ask(open, {presented: 'hash of before'})).toEqual(blocked);
});

test('a ticket works once, for half a minute, and while its user is signed in', async () => {
	const {rules, alice} = await gathering('alice', 'bob');
	const open = async (name: string, offset = 0) =>
		rules.seat().ask({type: 'openTransfer', ticket: 'x'.repeat(43), offset}, {presented: `hash of ${name}`});
	await offers(alice, 10, LOBBY, 'one');
	expect(await open('one', 1)).toEqual({refusal: 'badRequest'});
	expect(await open('one')).toEqual({});
	expect(await open('one')).toEqual({refusal: 'badTicket'});
	expect(await open('none')).toEqual({refusal: 'badTicket'});
	await offers(alice, 10, LOBBY, 'two');
	rules.uptime += 30_000;
	expect(await open('two')).toEqual({refusal: 'badTicket'});
	await offers(alice, 10, LOBBY, 'three');
	await alice.ask({type: 'signOut'});
	expect(await open('three')).toEqual({refusal: 'badTicket'});
});

test('an account has so many transfers and bytes; what is on its way counts, what is deleted does not', async () => {
	const files = {perAccount: 100, total: 150, life: DAY};
	const {rules, alice, bob} = await gathering('alice', 'bob');
	rules.policy.files = files;
	expect(await offers(alice, 101)).toEqual({refusal: 'fileTooLarge', most: 100});
	const {sequence} = await sends(rules, alice, 60);
	expect(await offers(alice, 41)).toEqual({refusal: 'fileQuota', most: 100});
	expect(await offers(bob, 91)).toEqual({refusal: 'filesFull'});
	const target = {sequence, id: '', from: 'alice' as UserName, at: 0, text: ''};
	const change = {type: 'change', conversation: LOBBY, target: sequence, change: {type: 'delete'}} as const;
	await alice.ask({...change, messageId: 'device00.start.9000'}, {target});
	for (let sent = 0; sent < MAX_TRANSFERS; sent++) expect(await offers(alice, 20)).toHaveProperty('ticket');
	expect(await offers(alice, 20)).toEqual({refusal: 'tooManyTransfers', most: MAX_TRANSFERS});
	expect(await offers(bob, 71)).toEqual({refusal: 'filesFull'});
	rules.policy.files = {...files, total: 0};
	expect(await offers(bob, 1)).toEqual({refusal: 'noUploads'});
});

test('the file goes with its message: after a deletion, and when it has expired', async () => {
	const {rules, alice, bob} = await gathering('alice', 'bob');
	const {sequence: first} = await sends(rules, alice, 10);
	const {sequence: second} = await sends(rules, bob, 10);
	expect(rules.state.files.has(HASH)).toBe(true);
	const target = {sequence: first, id: '', from: 'alice' as UserName, at: 0, text: ''};
	const change = {type: 'change', conversation: LOBBY, target: first, change: {type: 'delete'}} as const;
	await alice.ask({...change, messageId: 'device00.start.9001'}, {target});
	expect(await fetches(bob, first)).toEqual({refusal: 'noSuchFile'});
	expect(rules.state.files.has(HASH)).toBe(true); // of the other message
	rules.now += 30 * DAY;
	expect(await fetches(alice, second)).toEqual({refusal: 'fileExpired'});
	rules.happen(expireFiles(rules.state, rules));
	expect(rules.state.files.has(HASH)).toBe(false);
	expect(rules.state.files.bytesOf('bob' as UserName)).toBe(0);
});

test('tickets and uploads that nobody has used are forgotten, and until then nothing happens', async () => {
	const {rules, alice} = await gathering('alice');
	const {tickets, uploads} = rules.state.transfers;
	await sends(rules, alice, 10);
	expect(await offers(alice, 10)).toHaveProperty('ticket');
	const presented = `hash of up${last}`;
	await alice.ask({type: 'openTransfer', ticket: 'x'.repeat(43)}, {presented});
	const stored = {sha256: HASH, until: rules.uptime + 1000};
	rules.happen([{type: 'transferEnded', ticket: presented, stored}]);
	expect(await offers(alice, 10)).toHaveProperty('ticket');
	expect(expireFiles(rules.state, rules)).toEqual([]);
	expect([tickets.size, uploads.size]).toEqual([1, 1]);
	for (const [later, left] of [
		[1000, [1, 0]],
		[TICKET_SECONDS * 1000, [0, 0]],
	] as const) {
		rules.uptime += later;
		rules.happen(expireFiles(rules.state, rules));
		expect([tickets.size, uploads.size]).toEqual(left);
	}
});

test('who has blocked the sender sees no file in a room', async () => {
	const {rules, alice, bob} = await gathering('alice', 'bob');
	await bob.ask({type: 'block', user: 'alice' as UserName});
	const {sequence} = await sends(rules, alice, 10);
	expect(bob.heardOf('message').at(-1)).not.toHaveProperty('file.name');
	expect(await fetches(bob, sequence)).toEqual({refusal: 'noSuchFile'});
});
