/** Where errors are said: in one place, the remark at the command bar, and for how long. */
import {describe, expect, test} from 'vitest';
import {refusals, sentence, type Refusal, type RefusalCode} from '../../protocol/refusals.ts';
import {safeText} from '../../protocol/text.ts';
import {statusLine} from '../../source/state/view/status-line.ts';
import {statusMessageLines, usagePlaced} from '../../source/state/view/status-message.ts';
import {Client, message} from '../harness/client.ts';
import {peersLoaded, talksPrivately} from '../harness/private-chat.ts';
import {name} from '../harness/sample-state.ts';

const alice = () => new Client().signsIn('alice').says('/msg carol');
const refused = (client: Client) =>
	client.hears({
		type: 'refused',
		request: {type: 'block', user: name('bob')},
		refusal: {refusal: 'noSuchUser', user: 'bob'},
	});

test('what the server refuses is said at the command bar, and stands nowhere else', () => {
	const client = refused(alice());
	expect(client.state.statusMessage).toContain('no user called bob');
	expect(client.rows.join('\n')).not.toContain('no user called bob');
});

test('what goes wrong by itself is said there as well, once', () => {
	const client = alice().hears({type: 'failed', problem: safeText`The disk is full.`});
	expect(client.state.statusMessage).toBe('The disk is full.');
	expect(client.rows.join('\n')).not.toContain('The disk is full.');
});

test('keys that were on their way do not take an answer away; a key two seconds later does', () => {
	const client = refused(alice()).types('a');
	expect(client.state.statusMessage).toContain('no user called bob');
	client.clock.advance(1999);
	expect(client.types('b').state.statusMessage).toContain('no user called bob');
	client.clock.advance(1);
	expect(client.types('c').state.statusMessage).toBeUndefined();
});

test('what is wrong with the line just typed goes with the next key', () => {
	const client = alice().says('/msg nobody hi');
	expect(client.state.statusMessage).toContain('no user called nobody');
	expect(client.types('!').state.statusMessage).toBeUndefined();
});

/** In a private chat, with a file on its way and a mention elsewhere, so that the status line is full. */
function busy(columns: number, rows: number): Client {
	const client = talksPrivately(
		peersLoaded(new Client({columns, rows}).signsIn('alice', {friends: ['bob'], people: ['bob', 'carol']})),
	);
	const transfer = {transfer: 1, direction: 'in', name: safeText`holiday photos.tar.gz`} as const;
	client.hears({
		type: 'transferMoved',
		user: name('bob'),
		transfer: {...transfer, bytes: 1, size: 9, status: 'running'},
	});
	return client.announced(message('carol', 'alice', 1, 'alice, look'));
}

describe.each([
	[80, 24],
	[40, 10],
])('on a screen of %i by %i cells', (columns, rows) => {
	const details = {
		...{user: 'maximilian', other: 'maximilien', room: '#announcements', address: '192.168.100.100'},
		...{number: 12, seconds: 3600, since: 0, most: 64, oldest: 12},
	};
	const refusalsSaid = (Object.keys(refusals) as RefusalCode[]).map(code =>
		sentence({refusal: code, ...details} as unknown as Refusal),
	);
	const lines = [
		...['/files carol', '/get carol notes.pdf', '/profile carol', '/relay bob alice', '/private alice'],
		...[
			'/verify carol',
			'/stopprivate carol',
			'/forget-key carol',
			'/forget-key bob',
			'/cancel 7',
			'/cancel',
		],
		...[
			'/set colour on',
			'/set mouse maybe',
			'/private maximilian hi',
			'/send-file carol a.txt',
			'/nonsense',
		],
	];
	const problems = lines.flatMap(line => busy(columns, rows).says(line).state.statusMessage ?? []);

	test.each([...new Set([...refusalsSaid, ...problems])])('nothing of it is cut: %s', text => {
		const {state} = busy(columns, rows);
		const shown = {...state, statusMessage: text};
		const part = statusLine(shown).parts.find(({name: of}) => of === 'message')?.text;
		const above = statusMessageLines(shown).join(' ');
		expect([above, part ?? ''].filter(one => one !== '').map(bare)).toEqual([bare(text)]);
	});
});

/** Texts are compared without the spaces at which they were wrapped. */
function bare(text: string): string {
	return text.replaceAll(' ', '');
}

test('why there is no such command stands once, however wide the screen is', () => {
	const alice = new Client({columns: 160, rows: 24}).signsIn('alice').types('/nick x');
	expect(usagePlaced(alice.state)?.beside).toBe(true);
	alice.presses('submit');
	expect(alice.state.statusMessage).toContain('fixed');
	expect(usagePlaced(alice.state)).toBeUndefined();
});
