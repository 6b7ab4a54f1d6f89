/** The commands of files and profiles, as values: what is asked of the peer layer, and whom nothing is asked of. */
import {describe, expect, test} from 'vitest';
import {safeText} from '../../protocol/text.ts';
import {absolutePath, escaped} from '../../source/commands/paths.ts';
import type {ListedFile} from '../../source/state/model/exchange.ts';
import {Client} from '../harness/client.ts';
import {effectsOf as allEffectsOf, problemOf, stepOf} from '../harness/command-line.ts';
import {peersLoaded, talksPrivately} from '../harness/private-chat.ts';
import {bob, name} from '../harness/sample-state.ts';

const folders = {start: '/home/alice/work', home: '/home/alice'};
const alice = (friends: readonly string[] = ['bob'], online: readonly string[] = ['bob']) =>
	peersLoaded(new Client().hears({type: 'started', known: [], folders}).signsIn('alice', {friends, online}));
const file = (id: string, called: string, folder?: string): ListedFile => ({
	id,
	name: safeText`${called}`,
	size: 1_258_291,
	...(folder !== undefined && {folder: safeText`${folder}`}),
});
const notes = file('1', 'notes.pdf');
const old = file('2', 'plan b.txt', 'old');
const recent = file('3', 'plan b.txt', 'new');
const lists = (client: Client, files: readonly ListedFile[] = [notes, old, recent]) =>
	client.hears({type: 'filesListed', user: bob, files});
const asks = (ask: object) => [{type: 'askPeer', user: bob, ask, direct: 'lan'}];
/** Without the timer that says that nobody answers. */
const effectsOf = (line: string, client: Client) =>
	allEffectsOf(line, client).filter(({type}) => type !== 'after');
const said = (client: Client) => [...client.rows, ...client.state.notices.map(({text}) => text)].join('\n');

describe('whom files and profiles are asked of', () => {
	const lines = [
		'/files bob',
		'/get bob notes.pdf',
		'/send-file bob a.txt',
		'/profile bob',
		'/relay bob carol',
	];

	test.each(lines)(
		'%s of somebody who is neither a friend nor in a private chat is refused at once',
		line => {
			expect(problemOf(line, alice([]))).toMatch(/^bob is not your friend; \/friend bob asks/);
			expect(effectsOf(line, talksPrivately(alice([])))).toHaveLength(1);
			expect(effectsOf(line, alice())).toHaveLength(1);
		},
	);

	test.each(lines.filter(line => !line.startsWith('/profile')))(
		'%s of a friend who is offline is refused',
		line => {
			expect(problemOf(line, alice(['bob'], []))).toContain('bob is offline');
		},
	);

	test.each([...lines, '/share', '/share a.txt', '/unshare a.txt', '/files', '/profile'])(
		'%s waits until the key of the user is ready',
		line => {
			expect(problemOf(line, new Client().signsIn('alice', {friends: ['bob']}))).toContain('not ready yet');
		},
	);

	test('nothing is asked of oneself', () => {
		expect(problemOf('/get alice notes.pdf', alice())).toBe('That is you; name another user.');
		expect(problemOf('/relay bob alice', alice())).toContain('/profile shows it');
		expect(problemOf('/relay bob bob', alice())).toBe('Ask bob directly: /profile bob.');
	});
});

describe('paths', () => {
	test.each([
		['notes.pdf', '/home/alice/work/notes.pdf'],
		['../my notes.pdf', '/home/alice/my notes.pdf'],
		['~/my notes.pdf', '/home/alice/my notes.pdf'],
		['~', '/home/alice'],
		['~bob/notes.pdf', '/home/alice/work/~bob/notes.pdf'],
		['/srv/notes.pdf', '/srv/notes.pdf'],
		['"/srv/my notes.pdf"', '/srv/my notes.pdf'],
		[String.raw`"/srv/a \"b\".pdf"`, '/srv/a "b".pdf'],
		['"/srv/my no', '/srv/my no'],
		[String.raw`'/srv/it'\''s mine.pdf' `, "/srv/it's mine.pdf"],
		[String.raw`/srv/my\ notes\ \(1\).pdf`, '/srv/my notes (1).pdf'],
		[String.raw`/srv/ends\ `, '/srv/ends '],
		["it's mine.pdf", "/home/alice/work/it's mine.pdf"],
	])('%s is %s', (typed, path) => {
		expect(absolutePath(typed, folders)).toBe(path);
	});

	test('what completion puts into the line is read as the same name', () => {
		for (const odd of [`a b`, `'a'`, `"`, String.raw`a\ b`, ' a ', `it's`, 'ü (1).pdf'])
			expect(absolutePath(escaped(`/srv/${odd}`), folders)).toBe(`/srv/${odd}`);
	});

	test('a backslash before a letter separates folders, as on Windows', () => {
		expect(absolutePath(String.raw`/C:\Users\alice\my notes.pdf`, folders)).toBe(
			String.raw`/C:\Users\alice\my notes.pdf`,
		);
	});

	test('a path with a line break is refused', () => {
		expect(problemOf('/share a\nb', alice())).toBe('A path has one line.');
	});
});

test('/share takes a path with spaces, without its last slash; without a path, it lists what is shared', () => {
	expect(effectsOf('/share ~/my notes/', alice())).toEqual([{type: 'share', path: '/home/alice/my notes'}]);
	expect(effectsOf('/share /', alice())).toEqual([{type: 'share', path: '/'}]);
	for (const line of ['/share', '/files', '/files alice'])
		expect(effectsOf(line, alice())).toEqual([{type: 'listShared'}]);
});

test('/unshare takes a whole name, which Tab completes from what is shared', () => {
	const client = alice().hears({type: 'sharedListed', names: [safeText`My notes.pdf`, safeText`b`]});
	expect(client.types('/unshare my n').presses('complete').bar).toBe('/unshare My notes.pdf ');
	expect(effectsOf('/unshare My notes.pdf ', client)).toEqual([{type: 'unshare', name: 'My notes.pdf'}]);
});

test('/files asks a friend, and shows the list where it was asked for', () => {
	const client = alice().says('/msg bob').says('/files bob').says('/msg carol');
	expect(client.taken('askPeer')).toEqual(asks({type: 'listFiles'}));
	lists(client);
	expect(said(client)).not.toContain('notes.pdf');
	expect(client.says('/msg bob').rows.slice(-4)).toEqual([
		'Files of bob; /get bob <file> fetches one:',
		'new/plan b.txt  1.2 MiB',
		'notes.pdf  1.2 MiB',
		'old/plan b.txt  1.2 MiB',
	]);
	expect(said(lists(alice().says('/files bob'), []))).toContain('bob shares no files with you');
});

describe('/get', () => {
	test('fetches a file by its name, or by its folder and name where two have the same', () => {
		const client = lists(alice());
		expect(effectsOf('/get bob notes.pdf', client)).toEqual(asks({type: 'getFile', file: notes}));
		expect(effectsOf('/get bob new/plan b.txt', client)).toEqual(asks({type: 'getFile', file: recent}));
		expect(problemOf('/get bob plan b.txt', client)).toBe(
			'bob has 2 files of that name; type one with its folder: old/plan b.txt, new/plan b.txt.',
		);
		expect(problemOf('/get bob x', client)).toBe(
			'bob shares no file of that name; /files bob lists them anew.',
		);
	});

	test('completes names from the list, also those with spaces, and those with a folder where that is needed', () => {
		const client = lists(alice());
		expect(client.types('/get bob NO').presses('complete').bar).toBe('/get bob notes.pdf ');
		client.presses('interrupt').types('/get bob new/plan b').presses('complete');
		expect(client.bar).toBe('/get bob new/plan b.txt ');
		client.presses('interrupt').types('/get bob ').presses('complete', 'complete');
		expect(client.bar).toBe('/get bob notes.pdf ');
		expect(lists(alice()).types('/get carol no').presses('complete').bar).toBe('/get carol no');
	});

	test('asks for the list before it is known, and goes on when it has come', () => {
		const client = alice().says('/get bob notes.pdf');
		expect(client.taken('askPeer')).toEqual(asks({type: 'listFiles'}));
		lists(client);
		expect(client.taken('askPeer')).toEqual(asks({type: 'getFile', file: notes}));
		lists(client);
		expect(client.taken('askPeer')).toEqual([]);
	});

	test('says it when the list that has come does not have the file', () => {
		const client = lists(alice().says('/get bob x'));
		expect([said(client), client.taken('askPeer').length]).toEqual([
			expect.stringContaining('bob shares no file of that name'),
			1,
		]);
	});
});

test('/send-file offers a file by its absolute path, quoted, dragged or below the home folder', () => {
	const effects = asks({type: 'offerFile', path: '/home/alice/my notes.pdf'});
	for (const typed of [
		'"/home/alice/my notes.pdf"',
		String.raw`/home/alice/my\ notes.pdf `,
		'~/my notes.pdf',
	])
		expect(effectsOf(`/send-file bob ${typed}`, alice())).toEqual(effects);
	expect(problemOf('/send-file bob', alice())).toBe('Usage: /send-file <user> <path>');
});

describe('Tab in a path', () => {
	const completes = (client: Client, before: string, ...candidates: readonly string[]) =>
		client.hears({type: 'pathsCompleted', before, candidates});

	test.each([
		['/share ', '/home/alice/work/'],
		['/share no', '/home/alice/work/no'],
		['/share ~', '/home/alice/'],
		['/share ~/no', '/home/alice/no'],
		['/share ../', '/home/alice/'],
		['/share ..', '/home/alice/work/..'],
		['/send-file bob "/srv/my no', '/srv/my no'],
		['/set downloads ~/Do', '/home/alice/Do'],
	])('in %s asks the disk about %s', (line, before) => {
		const client = alice().types(line).presses('complete');
		expect([client.taken('completePath'), client.bar]).toEqual([[{type: 'completePath', before}], line]);
	});

	test('goes on into a folder, and puts a backslash before blanks', () => {
		const client = alice().types('/send-file bob ~/do').presses('complete');
		expect(completes(client, '/home/alice/do', 'do it/').bar).toBe(String.raw`/send-file bob ~/do\ it/`);
		client.presses('complete');
		expect(client.taken('completePath').at(-1)).toEqual({type: 'completePath', before: '/home/alice/do it/'});
		expect(completes(client, '/home/alice/do it/', 'a', 'b').bar).toBe(String.raw`/send-file bob ~/do\ it/a`);
		expect(client.presses('complete').bar).toBe(String.raw`/send-file bob ~/do\ it/b`);
		expect(client.presses('submit').taken('askPeer')).toEqual(
			asks({type: 'offerFile', path: '/home/alice/do it/b'}),
		);
	});

	test('changes nothing when the line has changed meanwhile, or when there is no such name', () => {
		const client = alice().types('/share do').presses('complete').types('x');
		expect(completes(client, '/home/alice/work/do', 'docs/').bar).toBe('/share dox');
		expect(completes(alice().types('/share do'), '/home/alice/work/do').bar).toBe('/share do');
	});

	test('offers at most 200 names, and none that would act on a terminal', () => {
		const many = Array.from({length: 300}, (_, at) => `n${at}`);
		const client = completes(alice().types('/share n'), '/home/alice/work/n', 'n\u001b[2J', ...many);
		expect([client.bar, client.state.completion?.candidates.length]).toEqual(['/share n0', 200]);
	});
});

test('/transfers lists the files on their way with their numbers, which /cancel takes', () => {
	const moves = (transfer: number, direction: 'in' | 'out', user = bob) => ({
		type: 'transferMoved' as const,
		user,
		transfer: {transfer, direction, name: notes.name, bytes: 0, size: 2048, status: 'asked' as const},
	});
	const client = alice();
	expect(said(client.says('/transfers'))).toContain('No file is on its way.');
	expect(problemOf('/cancel', client)).toBe('No file is on its way.');
	client.hears(moves(7, 'in'));
	expect(effectsOf('/cancel', client)).toEqual([{type: 'cancelTransfer', user: bob, transfer: 7}]);
	client.hears(moves(7, 'out', name('carol'))).says('/transfers');
	expect(said(client)).toContain('Files on their way; /cancel <number> stops one:');
	expect(said(client)).toContain('1  notes.pdf from bob, 2.0 KiB: asked for');
	expect(said(client)).toContain('2  notes.pdf to carol, 2.0 KiB: carol has not answered yet');
	expect(problemOf('/cancel', client)).toContain('Type which one');
	expect(problemOf('/cancel 3', client)).toBe('No transfer has the number 3; /transfers lists them.');
	expect(effectsOf('/cancel 2', client)).toEqual([
		{type: 'cancelTransfer', user: name('carol'), transfer: 7},
	]);
});

describe('/profile', () => {
	test('asks a friend who is online, and reads the copy of one who is offline', () => {
		for (const line of ['/profile bob', '/request bob'])
			expect(effectsOf(line, alice())).toEqual(asks({type: 'getProfile', of: bob}));
		expect(effectsOf('/profile bob', alice(['bob'], []))).toEqual([{type: 'readProfile', user: bob}]);
		expect(problemOf('/profile bob', alice([], []))).toContain('not your friend');
	});

	test('opens the form of one’s own', () => {
		for (const line of ['/profile', '/profile alice']) {
			const [state, effects] = stepOf(line, alice());
			expect([state.dialogs.at(-1)?.type, effects]).toEqual([
				'profile',
				[{type: 'readProfile', user: name('alice')}],
			]);
		}
	});

	test('/relay asks a friend for the copy of somebody else’s', () => {
		expect(effectsOf('/relay bob carol', alice())).toEqual(asks({type: 'getProfile', of: name('carol')}));
	});
});

test('/set downloads takes a folder, tells the peer layer and the settings file, and default resets it', () => {
	expect(effectsOf('/set downloads ~/My files', alice())).toEqual([
		{type: 'setDownloads', folder: '/home/alice/My files'},
		{type: 'keepSettings', changed: {downloads: '/home/alice/My files'}},
	]);
	const client = alice().says('/set downloads in').says('/set downloads default');
	expect(client.taken('setDownloads').at(-1)).toEqual({type: 'setDownloads', folder: undefined});
	expect(client.state.settings.downloads).toBeUndefined();
});

test('the chosen folder holds again at the next sign-in; without one, the peer layer has its own', () => {
	const started = {type: 'started', known: []} as const;
	const chosen = new Client().hears({...started, settings: {downloads: '/srv/in'}}).signsIn('alice');
	expect(chosen.taken('setDownloads')).toEqual([{type: 'setDownloads', folder: '/srv/in'}]);
	expect(new Client().hears(started).signsIn('alice').taken('setDownloads')).toEqual([]);
});

test('a file that is sent while the server is away is kept, and the user is told when it goes out', () => {
	const away = alice()
		.says('/msg bob')
		.hears({type: 'linkChanged', link: {status: 'connecting'}});
	const sends = [
		expect.objectContaining({type: 'upload', from: {path: '/home/alice/work/a.txt'}}) as unknown,
	];
	expect(away.says('/upload a.txt').taken('upload')).toEqual(sends);
	expect(away.state.statusMessage).toBe('The file goes out when the server is back.');
	const there = alice().says('/msg bob');
	expect(there.says('/upload a.txt').taken('upload')).toEqual(sends);
	expect(there.state.statusMessage).toBeUndefined();
});
