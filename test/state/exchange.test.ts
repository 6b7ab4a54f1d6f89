/** Files and profiles in the client: offers, transfers and their rates, lists, the form of the profile. */
import {describe, expect, test} from 'vitest';
import {safeText} from '../../protocol/text.ts';
import {dialogView} from '../../source/state/dialogs/dialogs.ts';
import {MAX_PROFILE, type ShownProfile, type Transfer} from '../../source/state/model/exchange.ts';
import {forgetPerson} from '../../source/state/model/initial.ts';
import {byteSize} from '../../protocol/byte-size.ts';
import {statusLine} from '../../source/state/view/status-line.ts';
import {textOf} from '../../terminal/editor.ts';
import {width} from '../../terminal/width.ts';
import {Client} from '../harness/client.ts';
import {peersLoaded} from '../harness/private-chat.ts';
import {alice as me, bob, name} from '../harness/sample-state.ts';

const folders = {start: '/srv', home: '/home/alice'};
const alice = (columns = 80) =>
	peersLoaded(
		new Client({columns, rows: 24})
			.hears({type: 'started', known: [], folders})
			.signsIn('alice', {friends: ['bob']}),
	);
const MiB = 1024 * 1024;
const said = ({state}: Client) => state.notices.map(({text}) => text).join('\n');
const lastSaid = ({state}: Client) => state.notices.at(-1)?.text;
const offer = (id = 'o1', called = 'holiday photos.tar.gz') =>
	({type: 'fileOffered', user: bob, offer: {id, name: safeText`${called}`, size: 3 * MiB}}) as const;
const dialogs = ({state}: Client) => state.dialogs.map(({type}) => type);

describe('a file that is offered', () => {
	test('is asked about in a dialog with its whole name, once the keys rest', () => {
		const long = `${'a very long name '.repeat(11)}.exe`;
		const client = alice().types('half').hears(offer('o1', long));
		expect(dialogs(client)).toEqual([]);
		client.presses('deleteToStart').pauses();
		expect(dialogs(client)).toEqual(['fileOffer']);
		expect(dialogView(client.state)?.lines).toEqual([
			'bob offers you a file of 3.0 MiB. Fetch it to this machine?',
			long,
		]);
	});

	test('is answered once, and Enter and Esc leave it waiting', () => {
		const client = alice().hears(offer()).pauses().presses('answer', 'accept');
		expect([client.taken('answerOffer'), client.state.pendingDialogs.length]).toEqual([[], 1]);
		client.presses('answer', 'cancel');
		expect([client.taken('answerOffer'), client.state.pendingDialogs.length]).toEqual([[], 1]);
		client.presses('answer', {choose: 'y'}, {choose: 'y'}, 'answer');
		expect(client.taken('answerOffer')).toEqual([
			{type: 'answerOffer', user: bob, offer: 'o1', accept: true},
		]);
	});

	test('is declined with a line that says so', () => {
		const client = alice().hears(offer()).pauses().presses('answer', {choose: 'n'});
		expect(client.taken('answerOffer')).toEqual([
			{type: 'answerOffer', user: bob, offer: 'o1', accept: false},
		]);
		expect(lastSaid(client)).toBe('You declined holiday photos.tar.gz of bob');
	});

	test.each([true, false])('goes away when it is withdrawn (its dialog is open: %s)', isOpen => {
		const client = alice()
			.types(isOpen ? '' : 'half')
			.hears(offer(), offer('o2', 'other'));
		if (isOpen) client.pauses();
		const waiting = () => [...client.state.dialogs, ...client.state.pendingDialogs];
		expect(dialogs(client)).toEqual(isOpen ? ['fileOffer'] : []);
		client.hears({type: 'offerWithdrawn', user: bob, offer: 'another'});
		expect(waiting()).toHaveLength(2);
		client.hears({type: 'offerWithdrawn', user: bob, offer: 'o1'});
		expect(waiting()).toMatchObject([{type: 'fileOffer', offer: {id: 'o2'}}]);
		expect(lastSaid(client)).toBe('bob does not offer holiday photos.tar.gz any more');
	});

	test('has one dialog however often it is told, and a fifth one of the same user is declined', () => {
		const client = alice().hears(offer(), offer(), offer('o2'), offer('o3'), offer('o4'), offer('o5'));
		expect(client.state.pendingDialogs).toHaveLength(4);
		expect(client.taken('answerOffer')).toEqual([
			{type: 'answerOffer', user: bob, offer: 'o5', accept: false},
		]);
	});
});

const transfer: Transfer = {
	transfer: 1,
	direction: 'in',
	name: safeText`notes.pdf`,
	bytes: 0,
	size: 100 * MiB,
	status: 'running',
};
const moves = (client: Client, changed: Partial<Transfer> = {}, user = bob) =>
	client.hears({type: 'transferMoved', user, transfer: {...transfer, ...changed}});
const shown = ({state}: Client) => {
	const {parts} = statusLine(state);
	return parts.find(({name: part}) => part === 'transfer')?.text;
};
/** Moves on in steps of a quarter of a second. */
function runs(
	client: Client,
	bytesPerSecond: number,
	milliseconds: number,
	from = 0,
	called = 'notes.pdf',
): number {
	let bytes = from;
	for (let passed = 0; passed < milliseconds; passed += 250) {
		client.clock.advance(250);
		bytes += bytesPerSecond / 4;
		moves(client, {bytes, name: safeText`${called}`});
	}

	return bytes;
}

describe('the transfer in the status line', () => {
	test('says how much is there, how fast it comes, and how long it still takes', () => {
		const client = moves(alice());
		expect(shown(client)).toBe('· ↓ notes.pdf  0 %');
		runs(client, 12 * MiB, 4000);
		expect(shown(client)).toBe('· ↓ notes.pdf  48 %  12.0 MiB/s  5 s left');
	});

	test('smooths the rate, and follows it within seconds', () => {
		const client = moves(alice());
		const bytes = runs(client, 10 * MiB, 2000);
		runs(client, MiB, 250, bytes);
		const [, rate = ''] = /([\d.]+) MiB\/s/.exec(shown(client) ?? '') ?? [];
		expect(Number(rate)).toBeGreaterThan(8);
		runs(client, MiB, 15_000, bytes);
		expect(shown(client)).toContain('  1.1 MiB/s');
	});

	test('does not count what an earlier attempt has brought', () => {
		const client = moves(alice(), {status: 'asked'});
		client.clock.advance(1000);
		moves(client, {bytes: 60 * MiB});
		expect(shown(client)).toBe('· ↓ notes.pdf  60 %');
		client.clock.advance(1000);
		moves(client, {bytes: 61 * MiB});
		expect(shown(client)).toContain('1.0 MiB/s');
	});

	test('measures reports that come faster than it measures, without losing any', () => {
		const client = moves(alice());
		for (let at = 1; at <= 40; at++) {
			client.clock.advance(50);
			moves(client, {bytes: at * 0.5 * MiB});
		}

		expect(shown(client)).toContain('10.0 MiB/s');
	});

	test('shows no rate when nothing has moved for seconds', () => {
		const client = moves(alice());
		runs(client, 12 * MiB, 4000);
		client.clock.advance(6000);
		expect(shown(client.types('x'))).toBe('· ↓ notes.pdf  48 %');
		client.presses('interrupt').says('/transfers');
		expect(lastSaid(client)).toBe('1  notes.pdf from bob, 100.0 MiB: 48 %');
	});

	test('is shortened on a narrow screen, and leaves the line to a message', () => {
		const client = moves(alice(40));
		runs(client, 12 * MiB, 4000, 0, 'the minutes of the whole year.pdf');
		expect(shown(client)).toBe('· ↓ the minutes…  48 %  5 s left');
		const line = statusLine(client.state)
			.parts.map(({text}) => text)
			.join(' ');
		expect(width(line)).toBeLessThanOrEqual(38);
		client.hears({type: 'failed', problem: safeText`The disk of this machine is full.`});
		expect(shown(client)).toBeUndefined();
	});

	test('says that a file was asked for, or waits for the connection, and how many others there are', () => {
		const client = moves(alice(), {status: 'asked', direction: 'out'});
		expect(shown(client)).toBe('· ↑ notes.pdf  asked');
		moves(moves(client, {transfer: 2}), {transfer: 2, status: 'interrupted', bytes: MiB});
		expect(shown(client)).toBe('· ↓ notes.pdf  interrupted  +1');
	});
});

describe('what the client of a friend is asked for', () => {
	const line = ({state}: Client) =>
		statusLine(state)
			.parts.map(({text}) => text)
			.join(' ');
	const profile = (user = bob): ShownProfile => ({
		...{user, version: 1, at: 0, displayName: safeText`Bob`, city: safeText``, languages: safeText``},
		...{work: safeText``, interests: safeText``, phone: safeText``, lines: []},
	});
	const file = {id: '1', name: transfer.name, size: transfer.size};

	test.each([
		['/files bob', {type: 'filesListed', user: bob, files: []}],
		['/files bob', {type: 'exchangeFailed', user: bob, problem: safeText`No way to bob.`}],
		['/profile bob', {type: 'profileShown', profile: profile(), source: 'owner'}],
		['/relay bob carol', {type: 'profileShown', profile: profile(name('carol')), source: 'copy'}],
		['/send-file bob a.txt', {type: 'transferMoved', user: bob, transfer: {...transfer, direction: 'out'}}],
	] as const)('%s says in the status line that it asks, until the answer comes', (typed, answer) => {
		const client = alice().says(typed);
		expect(line(client)).toContain("Asking bob's client…");
		client.types('meanwhile').hears({type: 'filesListed', user: name('carol'), files: []});
		expect(line(client)).toContain("Asking bob's client…");
		expect(line(client.hears(answer))).not.toContain('Asking');
	});

	test('/get says so for the list, and again for the file', () => {
		const client = alice().says('/get bob notes.pdf');
		expect(line(client)).toContain("Asking bob's client…");
		client.hears({type: 'filesListed', user: bob, files: [file]});
		expect(line(client)).toContain("Asking bob's client…");
		expect(line(moves(client))).not.toContain('Asking');
	});

	test('says after a minute that nobody answers, once', () => {
		const client = alice().says('/files bob');
		client.clock.advance(60_000);
		expect(line(client)).toContain("bob's client does not answer; try again later.");
		client.clock.advance(2000);
		client.presses('cancel').hears({type: 'askExpired', user: bob});
		expect(line(client)).not.toContain('bob');
	});

	test('is said in fewer words where the line is narrow', () => {
		const longest = name('n'.repeat(20));
		const client = peersLoaded(
			new Client({columns: 40, rows: 10}).signsIn('alice', {
				people: [longest],
				online: [longest],
				friends: [longest],
			}),
		);
		expect(line(client.says(`/files ${longest}`))).toBe(`● Asking ${longest}…`);
	});
});

describe('the end of a transfer', () => {
	test.each([
		[{status: 'done', file: safeText`/home/alice/in/notes.pdf`}, 'notes.pdf is in ~/in/notes.pdf'],
		[{status: 'done', file: safeText`/home/alicea/notes.pdf`}, 'notes.pdf is in /home/alicea/notes.pdf'],
		[{status: 'done', direction: 'out'}, 'bob has received notes.pdf'],
		[{status: 'ended', problem: safeText`bob declined notes.pdf.`}, 'bob declined notes.pdf.'],
	] as const)('stays as a line: %j', (end, text) => {
		const client = moves(moves(alice()), end);
		expect([shown(client), lastSaid(client), client.state.exchange.transfers]).toEqual([undefined, text, []]);
	});

	test('leaves the numbers of the others as they are', () => {
		const client = moves(moves(moves(alice()), {transfer: 2}), {}, name('carol'));
		moves(moves(client, {status: 'ended'}), {transfer: 2, bytes: 1});
		expect(client.state.exchange.transfers.map(({number, user, transfer: at}) => [number, user, at])).toEqual(
			[
				[2, bob, 2],
				[3, name('carol'), 1],
			],
		);
	});
});

test('at most 100 transfers are held', () => {
	const client = alice();
	for (let at = 1; at <= 101; at++) moves(client, {transfer: at});
	expect(client.state.exchange.transfers).toHaveLength(100);
});

describe('lists of files', () => {
	const file = (at: number) => ({id: String(at), name: safeText`f${at}`, size: at});

	test('are held of 20 users, the newest ones, and at most 2,000 files of each', () => {
		const client = alice();
		const files = Array.from({length: 2001}, (_, at) => file(at));
		for (let at = 0; at <= 20; at++) client.hears({type: 'filesListed', user: name(`u${at}`), files});
		const held = client.state.exchange.files;
		expect([held.size, held.has(name('u0')), held.get(name('u20'))?.length]).toEqual([20, false, 2000]);
	});

	test('are shown in the order of their paths, whatever order they come in', () => {
		const client = alice().says('/files bob');
		client.hears({
			type: 'filesListed',
			user: bob,
			files: [file(2), {...file(1), folder: safeText`a`}, file(1)],
		});
		expect(said(client).split('\n').slice(-3)).toEqual(['a/f1  1 B', 'f1  1 B', 'f2  2 B']);
	});

	test('are forgotten at the sign-out, with all transfers; the folders stay', () => {
		const client = moves(alice()).hears({type: 'filesListed', user: bob, files: [file(1)]});
		const {exchange, folders: kept} = forgetPerson(client.state);
		expect([exchange.transfers, exchange.files.size, kept]).toEqual([[], 0, folders]);
	});
});

test('what is shared, and what is not any more, is said in a line', () => {
	const change = {name: safeText`notes.pdf`, isShared: true};
	const client = alice().hears({type: 'sharedListed', names: [change.name], change});
	expect(lastSaid(client)).toBe('Your friends can fetch notes.pdf now; /unshare notes.pdf ends that');
	client.hears({type: 'sharedListed', names: [change.name]});
	expect(said(client)).toContain('You share with your friends:\nnotes.pdf');
	client.hears({type: 'sharedListed', names: [], change: {...change, isShared: false}});
	expect(lastSaid(client)).toBe('notes.pdf is not shared any more');
	client.hears({type: 'sharedListed', names: []});
	expect(lastSaid(client)).toBe('You share no files; /share <path> shares a file or a folder');
});

test('what did not come about is said where it was asked for', () => {
	const client = alice().says('/msg bob').says('/files bob').says('/msg carol');
	client.hears({type: 'exchangeFailed', user: bob, problem: safeText`bob cannot be reached.`});
	expect(client.rows.join(' ')).not.toContain('cannot be reached');
	expect(client.says('/msg bob').rows.at(-1)).toBe('bob cannot be reached.');
	expect(client.state.exchange.awaited.size).toBe(0);
});

const profile: ShownProfile = {
	user: bob,
	version: 4,
	at: new Date(2026, 10, 3, 12).getTime(),
	displayName: safeText`Bob B.`,
	city: safeText`Zürich`,
	languages: safeText``,
	work: safeText``,
	interests: safeText``,
	phone: safeText``,
	lines: [safeText`Away on Fridays`],
};

describe('the profile of a friend', () => {
	test('is shown in lines: what is filled in, when it changed, and its version', () => {
		const client = alice().hears({type: 'profileShown', profile, source: 'owner', receivedAt: 1});
		const [heading = '', ...lines] = said(client).split('\n').slice(-4);
		expect(heading).toMatch(/^Profile of bob: changed Tuesday 3 November( 2026)?, version 4$/);
		expect(lines).toEqual(['Name: Bob B.', 'City: Zürich', 'Away on Fridays']);
	});

	test('says of a copy when it came here, and says it where there is none', () => {
		const receivedAt = new Date(2026, 10, 5, 9, 41).getTime();
		const client = alice().hears({type: 'profileShown', profile, source: 'copy', receivedAt});
		expect(said(client)).toMatch(/version 4, copy of Thursday 5 November( 2026)? 09:41/);
		client.hears({type: 'noProfileCopy', user: bob});
		expect(lastSaid(client)).toContain("There is no copy of bob's profile here");
	});
});

describe('one’s own profile', () => {
	const own = {type: 'profileShown', profile: {...profile, user: me}, source: 'own'} as const;
	const opened = () => alice().says('/profile').hears(own);
	const top = ({state}: Client) => {
		const dialog = state.dialogs.at(-1);
		if (dialog?.type !== 'profile') throw new Error('No profile is open.');
		return dialog;
	};
	const fields = (client: Client) =>
		Object.fromEntries(top(client).form.fields.map(({name: field, editor}) => [field, textOf(editor)]));
	const toTheEnd = (client: Client) => client.presses(...Array.from({length: 6}, () => 'fieldNext' as const));

	test('waits until it is read, and is then filled in', () => {
		const client = alice().says('/profile').types('x');
		expect([top(client).form.waiting, fields(client)['displayName']]).toEqual([true, '']);
		client.hears(own);
		expect(fields(client)).toMatchObject({displayName: 'Bob B.', city: 'Zürich', lines: 'Away on Fridays'});
	});

	test('has empty fields where there is none yet', () => {
		const client = alice().says('/profile').hears({type: 'noProfileCopy', user: me}).types('Al');
		expect([top(client).form.waiting, fields(client)['displayName']]).toEqual([false, 'Al']);
	});

	test('is saved by Enter in the last field, the only one with several lines, and then closes', () => {
		const client = opened().presses('deleteToStart').types('Alice').presses('submit');
		expect(client.taken('saveProfile')).toEqual([]);
		toTheEnd(client).presses('fieldPrevious', 'newline').types(' more ').presses('submit');
		const {displayName, city, lines} = client.taken('saveProfile')[0]!.fields;
		expect([displayName, city, lines]).toEqual(['Alice', 'Zürich', ['Away on Fridays', 'more']]);
		expect(client.presses('submit').taken('saveProfile')).toEqual([]);
		client.hears({...own, profile: {...own.profile, version: 5}});
		expect([dialogs(client), lastSaid(client)]).toEqual([
			[],
			'Your profile is saved as version 5; your friends can see it',
		]);
	});

	test('is saved also where Esc closes the form meanwhile, which says so', () => {
		const client = toTheEnd(opened()).presses('submit', 'cancel');
		expect([client.taken('saveProfile').length, lastSaid(client)]).toEqual([
			1,
			'Your profile is being saved',
		]);
	});

	test('has a key for a new line, which does nothing in the fields with one line', () => {
		const client = opened();
		expect(dialogView(client.state)?.lines.join(' ')).toContain('Ctrl-J there begins a new line');
		expect(fields(client.presses('newline'))['displayName']).toBe('Bob B.');
		expect(fields(toTheEnd(client).presses('newline'))['lines']).toBe('Away on Fridays\n');
	});

	test('is not saved by Esc, which says so', () => {
		const client = opened().types('x').presses('cancel');
		expect([dialogs(client), client.taken('saveProfile'), lastSaid(client)]).toEqual([
			[],
			[],
			'Your profile stays as it was',
		]);
		client.hears(own);
		expect(dialogs(client)).toEqual([]);
	});

	test.each([
		['displayName', 'x'.repeat(MAX_PROFILE.displayName + 1), 'Shorten it to 40 characters.'],
		['lines', `x\n`.repeat(12) + 'x', 'Shorten it to 12 lines.'],
		['lines', 'x'.repeat(201), 'Shorten each line to 200 characters.'],
	])('says at its field %s what is too long, and keeps the text', (field, text, problem) => {
		const client = opened();
		if (field === 'lines') toTheEnd(client);
		client.presses('deleteToStart').hears({type: 'pasted', text});
		if (field !== 'lines') toTheEnd(client);
		client.presses('submit');
		const {form} = top(client);
		expect([form.fields[form.focus]?.name, form.fields[form.focus]?.problem]).toEqual([field, problem]);
		expect([client.taken('saveProfile'), fields(client)[field]]).toEqual([[], text]);
	});

	test.each(['exchangeFailed', 'failed'] as const)(
		'keeps what was typed when it cannot be saved (%s)',
		type => {
			const client = toTheEnd(opened()).presses('submit');
			client.hears({type, problem: safeText`The disk is full.`});
			expect([top(client).form.problem, top(client).form.waiting]).toEqual(['The disk is full.', false]);
			expect(client.presses('submit').taken('saveProfile')).toHaveLength(2);
		},
	);
});

test('sizes have the unit in which they are read best', () => {
	expect([0, 1023, 1024, 1.25 * MiB, 1024 * MiB - 1, 5e12].map(byteSize)).toEqual([
		'0 B',
		'1023 B',
		'1.0 KiB',
		'1.3 MiB',
		'1.0 GiB',
		'4.5 TiB',
	]);
});
