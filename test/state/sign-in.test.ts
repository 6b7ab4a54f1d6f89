/** The way in: first screen, forms and sign-in. Does every "no" say what to do, and is what was typed kept? */
import {formOf, isWaiting} from '../../source/state/model/place.ts';
import {describe, expect, test} from 'vitest';
import {addressText, parseAddress} from '../../protocol/address.ts';
import {safeText} from '../../protocol/text.ts';
import {startedEvent, type StartOptions} from '../../source/client/start-options.ts';
import {dialogView, GLANCE} from '../../source/state/dialogs/dialogs.ts';
import {BURST} from '../../source/state/sign-in/held-text.ts';
import {textOf} from '../../terminal/editor.ts';
import type {VisitedServer} from '../../source/state/model/link.ts';
import type {EventOf} from '../../source/state/model/event.ts';
import type {FieldName} from '../../source/state/model/form.ts';
import {welcomeChoices} from '../../source/state/sign-in/welcome.ts';
import {actionOf} from '../../source/state/keyboard/chords.ts';
import {formCard} from '../../source/ui/form-card.ts';
import {Client, signedIn} from '../harness/client.ts';
import {address, name} from '../harness/sample-state.ts';

const fingerprint = 'x'.repeat(43);
const hello = {protocol: 1, oldest: 1, store: 's1', signUp: 'invite'} as const;
const found = {type: 'serverProbed', address, found: 'server', hello} as const;
const known = {address, user: name('alice'), resumable: true};

const labels = (client: Client) => welcomeChoices(client.state).map(({label}) => label as string);
const typed = (client: Client) =>
	Object.fromEntries(formOf(client.state)!.fields.map(field => [field.name, textOf(field.editor)]));
const problems = (client: Client) =>
	formOf(client.state)!.fields.flatMap(({name: field, problem}) =>
		problem ? [[field, problem as string]] : [],
	);

/** At a server that was not visited before, having said whether there is an account. */
const hasAccount = () => new Client().hears(found).pauses().presses({choose: 'y'});
const isNew = () => new Client().hears(found).pauses().presses({choose: 'n'});

/** Fills the sign-up form of a server that wants an invitation. */
function signingUp(values: Partial<Record<FieldName, string>> = {}): Client {
	const client = isNew();
	const all = {
		user: 'dave',
		password: 'a long secret',
		again: 'a long secret',
		phone: '',
		code: 'abc-def',
		...values,
	};
	for (const [at, field] of formOf(client.state)!.fields.entries()) {
		if (at > 0) client.presses('fieldNext');
		client.types(all[field.name] ?? '');
	}

	return client.presses('submit');
}

test('the first screen begins with where one has been', () => {
	const client = new Client().hears({type: 'started', known: [known]});
	expect(labels(client)[0]).toContain('Continue as alice');
	client.presses('accept');
	expect(client.effects).toEqual([{type: 'signIn', credentials: {kind: 'resume', address, user: 'alice'}}]);
});

test('a session that has ended leads to the form, with the name filled in and the reason said', () => {
	const client = new Client().hears({type: 'started', known: [known]}).presses('accept');
	const credentials = {kind: 'resume', address, user: 'alice'} as const;
	client.hears({type: 'signInFailed', credentials, problem: {refusal: 'badToken'}});
	expect(formOf(client.state)).toMatchObject({
		kind: 'signIn',
		focus: 1,
		introduction: expect.stringContaining('sign in') as string,
	});
	expect(typed(client)).toMatchObject({user: 'alice'});
});

test('whatever is typed on the first screen is an address to join', () => {
	const client = new Client().hears({type: 'started', known: [known]}).types('10.0.0.7');
	client.presses('accept');
	expect(client.effects).toEqual([{type: 'probeServer', address: {host: '10.0.0.7', port: 10_001}}]);
});

test('a pasted join line brings the fingerprint and the code along', () => {
	const client = new Client().hears({
		type: 'pasted',
		text: `npx chat-tui 10.0.0.7:4000#${fingerprint}.abc-def\n`,
	});
	client.presses('accept');
	const joined = {host: '10.0.0.7', port: 4000, fingerprint, code: 'abc-def'};
	expect(client.effects).toEqual([{type: 'probeServer', address: joined}]);
	client.hears({...found, address: joined});
	expect(formOf(client.state)).toMatchObject({kind: 'signUp'});
	expect(Object.keys(typed(client))).not.toContain('code');
	client.says('dave').says('a long secret').says('a long secret').presses('submit');
	const [{credentials} = {credentials: undefined!}] = client.taken('signIn');
	expect(credentials).toMatchObject({kind: 'signUp', user: 'dave', address: joined});
});

test.each(['inviteCodeUsedUp', 'inviteCodeExpired', 'badCode'] as const)(
	'a join line whose code is refused (%s) is not the end: another code is asked for, with the reason',
	refusal => {
		const joined = {...address, fingerprint, code: 'abc-def'};
		const client = new Client().hears({...found, address: joined});
		client.says('dave').says('a long secret').says('a long secret').presses('submit');
		const [{credentials} = {credentials: undefined!}] = client.taken('signIn');
		client.hears({type: 'signInFailed', credentials, problem: {refusal}});
		expect(problems(client)).toEqual([['code', expect.stringContaining('invite code')]]);
		expect(typed(client)).toMatchObject({user: 'dave', password: 'a long secret', code: ''});
		client.says(`npx chat-tui ${address.host}:${address.port}#${fingerprint}.new-code`);
		expect(client.taken('signIn').map(each => each.credentials)).toMatchObject([
			{user: 'dave', code: 'new-code'},
		]);
	},
);

test('at a bare address it is asked first whether there is an account; what was typed meanwhile is kept', () => {
	const client = new Client().hears(found).types('da');
	expect(client.state.dialogs).toMatchObject([{type: 'newcomer'}]);
	client.pauses().presses({choose: 'n'}).types('ve');
	expect(formOf(client.state)).toMatchObject({kind: 'signUp', focus: 0});
	expect(typed(client)).toMatchObject({user: 'dave', code: ''});
	expect(formOf(hasAccount().state)).toMatchObject({kind: 'signIn'});
	const closed = new Client().hears({...found, hello: {...hello, signUp: 'closed'}});
	expect([closed.state.dialogs, formOf(closed.state)?.kind]).toEqual([[], 'signIn']);
});

test('the question whether there is an account takes a letter as soon as it can have been read', () => {
	const early = new Client().hears(found).types('n').pauses().types('dave');
	expect([formOf(early.state)?.kind, typed(early)['user']]).toEqual(['signUp', 'dave']);
	const fast = new Client().types('10.0.0.7').presses('accept').hears(found);
	fast.clock.advance(GLANCE);
	fast.presses({choose: 'n'}).types('dave'); // less than a burst after the Enter
	expect([formOf(fast.state)?.kind, typed(fast)['user']]).toEqual(['signUp', 'dave']);
});

test('a name and a password that were typed ahead stand in their fields in the end, the password hidden', () => {
	const client = new Client()
		.types('10.0.0.7')
		.presses('accept')
		.types('davy')
		.presses('deleteBack', 'submit')
		.says('a long secret');
	expect(textOf(client.state.welcome.address)).toBe('10.0.0.7');
	client.hears({type: 'serverProbed', address, found: 'unknown', fingerprint: 'AAA'}).types('a long sec');
	client.pauses().presses({choose: 'y'}).types('ret');
	client.hears(found).pauses().presses({choose: 'n'});
	expect(formOf(client.state)).toMatchObject({kind: 'signUp', focus: 2, waiting: false});
	expect(typed(client)).toMatchObject({user: 'dav', password: 'a long secret', again: 'a long secret'});
});

test('Esc while it connects ends that, and drops what was typed for what comes next', () => {
	const client = new Client().types('10.0.0.7').presses('accept').types('dave').presses('cancel');
	expect([isWaiting(client.state), client.state.held]).toEqual([false, []]);
	expect(textOf(client.types(':8').state.welcome.address)).toBe('10.0.0.7:8');
});

test('what is typed without a look at the question is held, and Enter then is no answer', () => {
	const client = new Client().hears({type: 'serverProbed', address, found: 'unknown', fingerprint: 'AAA'});
	client.pauses().presses({choose: 'B'}).types('ob').presses('submit').types('a long secret');
	expect([client.effects, client.state.dialogs.length]).toEqual([[], 1]);
	client.pauses().presses({choose: 'Y'}).hears(found).pauses().presses({choose: 'y'});
	expect(typed(client)).toEqual({user: 'Bob', password: 'a long secret'});
});

test('what was typed for a server that is not there is dropped, up to the next pause: it may be a password', () => {
	const client = new Client().types('10.0.0.7').presses('accept').says('dave').types('a long ');
	const problem = safeText`No server answers.`;
	client.hears({type: 'serverProbed', address, found: 'nothing', problem}).types('secret').presses('submit');
	expect([client.effects.length, textOf(client.state.welcome.address)]).toEqual([1, '10.0.0.7']);
	client.pauses();
	expect(client.state.held).toEqual([]);
	expect(client.state.statusMessage).toBe(
		'No server answers. What you typed for what comes next was dropped.',
	);
	expect(textOf(client.types(':80').state.welcome.address)).toBe('10.0.0.7:80');
});

test('Enter stays in a field that is empty, and reads Ctrl-J as itself, as which it comes before the program has the terminal', () => {
	const client = isNew().presses('submit').says('dave').says('a long secret');
	expect(typed(client)).toMatchObject({user: 'dave', password: 'a long secret', again: ''});
	for (const scope of ['holding', 'form'] as const) expect(actionOf('ctrl+j', scope)).toBe('submit');
	expect(actionOf('ctrl+j', 'bar')).toBe('newline');
});

test('passwords that differ lead back to them, not to the phone', () => {
	const client = new Client().hears({...found, address: {...address, fingerprint, code: 'abc-def'}});
	client.says('dave').says('a long secret').says('another secret');
	expect(formOf(client.state)!.fields[formOf(client.state)!.focus]?.name).toBe('again');
});

test('Esc at the question whether there is an account leads back, and so does a no to a key, with what to do', () => {
	const client = new Client().types('10.0.0.7').presses('accept').hears(found).pauses().presses('cancel');
	expect([client.state.place.at, textOf(client.state.welcome.address)]).toEqual(['welcome', '10.0.0.7']);
	client.presses('accept').hears({type: 'serverProbed', address, found: 'unknown', fingerprint: 'AAA'});
	client.pauses().presses('accept');
	expect(client.state.place).toMatchObject({
		notice: {text: expect.stringContaining('Ask the host for the join line') as string},
	});
});

test('a newcomer where nobody may sign up is told so, with the form', () => {
	const client = new Client().hears({...found, hello: {...hello, signUp: 'closed'}});
	expect(formOf(client.state)).toMatchObject({
		kind: 'signIn',
		introduction: expect.stringContaining('No newcomers') as string,
	});
});

test('a newcomer at a bare address is told where to get the code that the server wants', () => {
	const client = isNew();
	const hints = formOf(client.state)!.fields.flatMap(({name: field, hint}) => (hint ? [[field, hint]] : []));
	expect(hints.map(([field]) => field)).toEqual(['user', 'password', 'code', 'phone']);
	expect(hints.at(-2)?.[1]).toContain('Ask the person who told you of this chat');
});

test('the rules for names and passwords stand under the field in which they are typed, where the screen has room', () => {
	const rows = (client: Client) => JSON.stringify(formCard(client.state)?.rows);
	const client = isNew();
	expect(rows(client)).toContain('2 to 24 of a-z 0-9');
	expect(rows(client)).not.toContain('At least 8 characters');
	expect(rows(client.types('dave').presses('fieldNext'))).toContain('At least 8 characters');
	expect(rows(client.hears({type: 'resized', size: {columns: 40, rows: 9}}))).not.toContain('At least');
	expect(rows(hasAccount())).not.toContain('2 to 24');
});

test('Enter says at once what is wrong in a field, and goes on, so that no password lands in the name', () => {
	const client = isNew().says('d').says('short');
	expect(problems(client)).toEqual([
		['user', expect.stringContaining('not a valid user name')],
		['password', 'Choose a password of at least 8 characters.'],
	]);
	expect([typed(client).user, formOf(client.state)?.focus]).toEqual(['d', 2]);
	client.presses('fieldPrevious').types(' but longer');
	expect(problems(client).map(([field]) => field)).toEqual(['user']);
});

test('what is no address is said to be none, and stays to be mended', () => {
	const client = new Client().types('not an address').presses('accept');
	expect(client.state.place).toMatchObject({
		notice: {type: 'problem', text: expect.stringContaining('That is not a valid address') as string},
	});
	expect(textOf(client.state.welcome.address)).toBe('not an address');
	expect(client.effects).toEqual([]);
});

test('a server that is not there is said not to be, with what was typed kept', () => {
	const client = new Client().types('10.0.0.7').presses('accept');
	client.hears({
		type: 'serverProbed',
		address,
		found: 'nothing',
		problem: safeText`Nobody answers at 10.0.0.7:10001.`,
	});
	expect(client.state.place).toEqual({
		at: 'welcome',
		notice: {type: 'problem', text: 'Nobody answers at 10.0.0.7:10001.'},
	});
	expect(textOf(client.state.welcome.address)).toBe('10.0.0.7');
});

test('Enter does not ask twice while an answer is awaited', () => {
	expect(new Client().types('10.0.0.7').presses('accept', 'accept', 'accept').effects).toHaveLength(1);
});

test('hosting asks for whom, then leads to an account of one’s own, then shows how others join', () => {
	const client = new Client().hears({type: 'started', known: []}).presses('accept');
	expect(client.state.dialogs.map(({type}) => type)).toEqual(['host']);
	expect(client.effects).toEqual([]);
	client.presses({choose: 't'});
	expect(client.taken('host')).toEqual([{type: 'host', network: true}]);
	const joinLines = [safeText`10.0.0.7:10001#${fingerprint}.abc-def`];
	client.hears({type: 'hosted', address: {...address, code: 'abc-def'}, signUp: 'invite', joinLines});
	expect(formOf(client.state)).toMatchObject({
		kind: 'signUp',
		introduction: expect.stringContaining('running') as string,
	});
	client.says('alice').says('a long secret').says('a long secret').presses('submit', 'submit');
	expect(client.taken('signIn').map(({credentials}) => credentials)).toEqual([
		{
			kind: 'signUp',
			address: {...address, code: 'abc-def'},
			user: 'alice',
			password: 'a long secret',
		},
	]);
	client.hears({...(signedIn('alice', {now: 0}) as object), joinLines} as never);
	expect(client.state.dialogs.map(({type}) => type)).toEqual(['hosting']);
	client.presses({choose: 'c'});
	expect(client.taken('copy')).toEqual([{type: 'copy', text: `npx chat-tui ${joinLines[0]}`}]);
	client.says('/whoami');
	expect(client.presses('accept').state).toMatchObject({dialogs: [], place: {at: 'chat'}});
});

test('a host whose server listens at another port reads so once, with the new line for others', () => {
	const joinLines = [safeText`10.0.0.7:10002#abc.d`];
	const back = {...(signedIn('alice', {now: 0}) as object), joinLines, movedFrom: 10_001};
	const client = new Client().hears({type: 'linkChanged', link: {status: 'online'}}, back as never);
	expect(dialogView(client.state)).toMatchObject({
		title: 'Your chat has moved',
		lines: [
			`It has moved from port 10001 to ${address.port}.`,
			'Others join it with:',
			'npx chat-tui 10.0.0.7:10002#abc.d',
			expect.anything(),
		],
	});
	client.presses('accept').hears(back as never);
	expect(client.state.dialogs).toEqual([]);
});

test('a server that lets anyone sign up is not asked about with an invite code', () => {
	const hosted = {address: {...address, code: 'abc-def'}, signUp: 'open', joinLines: []} as const;
	const client = new Client().hears({type: 'hosted', ...hosted});
	expect(Object.keys(typed(client))).not.toContain('code');
	client.says('alice').says('a long secret').says('a long secret').presses('submit');
	expect(client.taken('signIn')).toHaveLength(1);
});

test('where it is not known whether a code is wanted, it may stay empty', () => {
	const credentials = {kind: 'resume', address, user: 'alice'} as const;
	const client = new Client().hears({type: 'signInFailed', credentials, problem: {refusal: 'badToken'}});
	client.presses('switchForm', 'fieldPrevious').says('dave').says('a long secret').says('a long secret');
	client.presses('submit', 'submit');
	expect(problems(client)).toEqual([]);
	expect(client.taken('signIn')).toHaveLength(1);
});

test('the address of the command line stays to be mended, or tried again with Enter, where nobody answers', () => {
	const line = `10.0.0.8:4000#${fingerprint}.abc-def`;
	const asked = parseAddress(line)!;
	const client = new Client().hears(startedEvent([known], {signUp: false, address: asked}));
	client.effects = [];
	client.hears({type: 'serverProbed', address: asked, found: 'nothing', problem: safeText`Nobody answers.`});
	expect(textOf(client.state.welcome.address)).toBe(line);
	expect(client.presses('accept').effects).toEqual([{type: 'probeServer', address: asked}]);
	client.hears({type: 'serverProbed', address: asked, found: 'nothing', problem: safeText`Nobody answers.`});
	expect(textOf(client.presses('deleteBack').types('e').state.welcome.address)).toBe(`${line.slice(0, -1)}e`);
});

test('Enter sends a form in which nothing is missing or wrong: the phone is asked of nobody, and a taken name is mended with one Enter', () => {
	const client = isNew();
	client.says('dave').says('a long secret').says('a long secret');
	expect(client.taken('signIn')).toEqual([]);
	expect(formOf(client.state)?.fields[formOf(client.state)!.focus]?.name).toBe('code');
	client.says('abc-def');
	const [{credentials} = {credentials: undefined!}] = client.taken('signIn');
	expect(credentials).toMatchObject({kind: 'signUp', user: 'dave', code: 'abc-def'});
	client.hears({type: 'signInFailed', credentials, problem: {refusal: 'nameTaken', user: 'dave'}});
	expect(problems(client)).toEqual([['user', expect.stringContaining('taken')]]);
	client.says('dave2');
	expect(client.taken('signIn').map(each => each.credentials)).toMatchObject([
		{user: 'dave2', code: 'abc-def'},
	]);
});

test('who has hosted here before signs in, rather than up', () => {
	const client = new Client().hears({type: 'started', known: [{...known, resumable: false}]});
	client.hears({type: 'hosted', address, signUp: 'open', joinLines: []});
	expect(formOf(client.state)).toMatchObject({kind: 'signIn'});
	expect(typed(client)).toMatchObject({user: 'alice'});
});

test('back on the first screen after signing out, the server stands first, and Enter goes to it', () => {
	const client = new Client()
		.hears({type: 'started', known: [known]})
		.presses('accept')
		.signsIn('alice');
	client.says('/logout').presses('cancel');
	expect(client.state).toMatchObject({place: {at: 'welcome'}, welcome: {choice: 0}});
	expect(isWaiting(client.state)).toBe(false);
	expect(labels(client)[0]).toContain('Sign in as alice');
	client.presses('accept');
	expect(client.taken('probeServer')).toHaveLength(1);
});

describe('who says on the command line', () => {
	const user = 'alice';
	const password = 'a long secret';
	const elsewhere = {host: '10.0.0.7', port: 4000};
	const stranger = {type: 'serverProbed', address: elsewhere, found: 'unknown', fingerprint} as const;
	const start = (wishes: Partial<StartOptions>, servers: readonly VisitedServer[] = []) =>
		new Client().hears(startedEvent(servers, {signUp: false, ...wishes}));

	/** The effects of the type, each answered by `found`, which brings the account back as the link does. */
	function isFound(client: Client, type: 'probeServer' | 'trust', found: EventOf<'serverProbed'>): Client {
		const [{account} = {account: undefined}] = client.taken(type);
		return client.hears({...found, ...(account && {account})});
	}

	test('whom they want to be, and the password, goes straight in at a server that is known', () => {
		const client = start({address, user, password});
		expect(client.effects.map(({type}) => type)).toEqual(['probeServer']);
		isFound(client, 'probeServer', found);
		expect(client.effects).toEqual([
			{type: 'signIn', credentials: {kind: 'signIn', address, user, password}},
		]);
	});

	test('the same, but of an unknown server, is asked about it before anything is sent, and goes straight in after a yes', () => {
		const client = isFound(start({address: elsewhere, user, password}), 'probeServer', stranger);
		expect(client.state.dialogs.map(({type}) => type)).toEqual(['unknownServer']);
		expect(client.effects).toEqual([]);
		client.pauses().presses({choose: 'y'});
		expect(client.effects.map(({type}) => type)).toEqual(['trust']);
		isFound(client, 'trust', {...found, address: elsewhere});
		expect(client.effects).toEqual([
			{type: 'signIn', credentials: {kind: 'signIn', address: elsewhere, user, password}},
		]);
	});

	test('after a no nothing of it is sent anywhere', () => {
		const client = isFound(start({address: elsewhere, user, password}), 'probeServer', stranger);
		client.pauses().presses({choose: 'n'});
		expect(textOf(client.state.welcome.address)).toBe(addressText(elsewhere));
		client.types('10.0.0.8').presses('accept');
		expect(client.effects).toEqual([{type: 'probeServer', address: {host: '10.0.0.8', port: 10_001}}]);
	});

	test('nothing is taken to where their own server listens now, with their name in the form', () => {
		const moved = {host: address.host, port: address.port + 1};
		const own = {addresses: [moved], joinLines: [], movedFrom: address.port};
		const client = new Client().hears(startedEvent([known], {signUp: false}, own));
		expect(client.effects).toMatchObject([{type: 'probeServer', address: moved}]);
		isFound(client, 'probeServer', {...found, address: moved});
		expect([formOf(client.state)?.kind, typed(client).user]).toEqual(['signIn', 'alice']);
		const another = {...own, addresses: [{host: '10.0.0.9', port: 4}]};
		expect(startedEvent([known], {signUp: false}, another)).toEqual(startedEvent([known], {signUp: false}));
		const {movedFrom: _, ...stayed} = own;
		for (const server of [stayed, {...own, movedFrom: address.port + 7}])
			expect(startedEvent([known], {signUp: false}, server)).toEqual(startedEvent([known], {signUp: false}));
	});

	test('a name without a password has it in the form, after a yes as well', () => {
		const client = isFound(start({address: elsewhere, user}), 'probeServer', stranger);
		client.pauses().presses({choose: 'y'});
		isFound(client, 'trust', {...found, address: elsewhere});
		expect(formOf(client.state)).toMatchObject({kind: 'signIn', focus: 1});
		expect(typed(client)).toMatchObject({user});
		client.presses('cancel');
		expect(labels(client)[0]).toContain('Sign in as alice at 10.0.0.7:4000');
	});

	test('the name under which this machine is signed in goes on; another name does not', () => {
		const resumable = {...found, resumableAs: name('alice')};
		const alice = isFound(start({user}, [known]), 'probeServer', resumable);
		expect(alice.effects).toEqual([{type: 'signIn', credentials: {kind: 'resume', address, user}}]);
		const bob = isFound(start({user: 'bob'}, [known]), 'probeServer', resumable);
		expect(bob.effects).toEqual([]);
		expect(typed(bob)).toMatchObject({user: 'bob'});
	});

	test('a sign-up on this machine accepts the key without a question; elsewhere the person is asked', () => {
		const account = {kind: 'signUp', user, password} as const;
		const hosting = start({address, user, password, signUp: true});
		expect(hosting.effects).toEqual([{type: 'probeServer', address, account, acceptUnknown: true}]);
		isFound(hosting, 'probeServer', found);
		expect(hosting.effects).toEqual([
			{type: 'signIn', credentials: {kind: 'signUp', address, user, password}},
		]);
		const joining = start({address: elsewhere, user, password, signUp: true});
		expect(joining.effects).toEqual([{type: 'probeServer', address: elsewhere, account}]);
		isFound(joining, 'probeServer', stranger);
		expect(joining.state.dialogs.map(({type}) => type)).toEqual(['unknownServer']);
	});
});

describe('signing up', () => {
	test.each<[Partial<Record<FieldName, string>>, FieldName, string]>([
		[{user: 'D'}, 'user', 'not a valid user name'],
		[{user: 'admin'}, 'user', 'is reserved'],
		[{password: 'short', again: 'short'}, 'password', 'at least 8'],
		[
			{user: 'dave-the-third', password: 'dave-the-third', again: 'dave-the-third'},
			'password',
			'same as the user name',
		],
		[{again: 'another one'}, 'again', 'differ'],
		[{phone: 'none'}, 'phone', 'not a valid phone number'],
		[{code: ''}, 'code', 'invite code'],
	])('%o is refused at the field %s before anything is sent', (values, field, problem) => {
		const client = signingUp(values);
		expect(problems(client)).toEqual([[field, expect.stringContaining(problem)]]);
		expect(formOf(client.state)!.fields[formOf(client.state)!.focus]?.name).toBe(field);
		expect(client.effects).toEqual([]);
		expect(typed(client)).toMatchObject(values);
	});

	test('what is in order goes to the server', () => {
		expect(signingUp({phone: '+49 30 1234567'}).effects).toEqual([
			{
				type: 'signIn',
				credentials: {
					kind: 'signUp',
					address,
					user: 'dave',
					password: 'a long secret',
					phone: '+49 30 1234567',
					code: 'abc-def',
				},
			},
		]);
	});

	test('what the server refuses stands at its field, and nothing typed is lost', () => {
		const client = signingUp();
		const before = typed(client);
		const [{credentials} = {credentials: undefined!}] = client.taken('signIn');
		client.hears({
			type: 'signInFailed',
			credentials,
			problem: {refusal: 'lookAlike', user: 'dave', other: 'dove'},
		});
		expect(problems(client)).toEqual([
			['user', expect.stringContaining('looks too much like the existing user dove')],
		]);
		expect(typed(client)).toEqual(before);
		expect(formOf(client.state)).toMatchObject({focus: 0, waiting: false});
	});

	test('while the server is asked, keys change nothing', () => {
		const client = signingUp();
		const before = formOf(client.state);
		client.types('x').presses('submit', 'switchForm', 'deleteBack');
		expect(formOf(client.state)).toEqual(before);
		expect(client.taken('signIn')).toHaveLength(1);
	});
});

test('a wrong password is said at its field; the name and the password stay', () => {
	const client = hasAccount().says('alice').says('wrong');
	const [{credentials} = {credentials: undefined!}] = client.taken('signIn');
	client.hears({type: 'signInFailed', credentials, problem: {refusal: 'wrongPassword'}});
	expect(problems(client)).toEqual([['password', 'The user name or the password is wrong; try again.']]);
	expect(typed(client)).toEqual({user: 'alice', password: 'wrong'});
});

test('a one-time password leads to a new one before anything else, and Esc leads back', () => {
	const client = hasAccount().says('alice').says('k7mq-2xw9-hd4t');
	const credentials = {kind: 'signIn', address, user: 'alice', password: 'k7mq-2xw9-hd4t'} as const;
	client.hears({type: 'signInFailed', credentials, problem: {refusal: 'newPasswordNeeded'}});
	expect(formOf(client.state)).toMatchObject({kind: 'renew', waiting: false});
	expect(typed(client)).toEqual({user: 'alice', old: 'k7mq-2xw9-hd4t', password: '', again: ''});
	client.says('short').says('short');
	expect(problems(client)).toEqual([['password', 'Choose a password of at least 8 characters.']]);
	client.presses('deleteToStart').says('battery staple').presses('deleteToStart').says('battery staple');
	const newPassword = 'battery staple';
	expect(client.effects.at(-1)).toEqual({type: 'signIn', credentials: {...credentials, newPassword}});
	const again = {...credentials, newPassword};
	client.hears({type: 'signInFailed', credentials: again, problem: {refusal: 'passwordCommon'}});
	expect(problems(client)).toEqual([
		['password', 'That password is too common and easy to guess; choose another.'],
	]);
	client.hears({type: 'signInFailed', credentials: again, problem: {refusal: 'wrongPassword'}});
	expect(problems(client)).toContainEqual(['old', 'The user name or the password is wrong; try again.']);
	client.presses('switchForm');
	expect(formOf(client.state)).toMatchObject({kind: 'renew'});
	client.presses('cancel');
	expect(client.state.place).toEqual({at: 'welcome'});
});

test('what is typed or pasted after a wrong password replaces it, and other keys edit it as it is', () => {
	const refused = () => {
		const client = hasAccount().says('alice').says('wrong');
		const [{credentials} = {credentials: undefined!}] = client.taken('signIn');
		return client.hears({type: 'signInFailed', credentials, problem: {refusal: 'wrongPassword'}});
	};
	expect(typed(refused().types('right')).password).toBe('right');
	expect(typed(refused().hears({type: 'pasted', text: 'right'}).types('!')).password).toBe('right!');
	expect(typed(refused().presses('deleteBack').types('x')).password).toBe('wronx');
	expect(typed(refused().presses('cursorLeft', 'cursorRight').types('x')).password).toBe('wrongx');
	expect(typed(refused().presses('cursorStart').types('xy')).password).toBe('xywrong');
});

test('changing to sign-up and back keeps the name and the password', () => {
	const client = hasAccount().types('alice').presses('fieldNext').types('secret words');
	client.presses('switchForm', 'switchForm');
	expect(formOf(client.state)?.kind).toBe('signIn');
	expect(typed(client)).toEqual({user: 'alice', password: 'secret words'});
});

test('where nobody may sign up, nobody is offered to', () => {
	const client = new Client().hears({...found, hello: {...hello, signUp: 'closed'}}).presses('switchForm');
	expect(formOf(client.state)?.kind).toBe('signIn');
});

test('the end of a session leads to the form; the drafts are there again for the same person, and for nobody else', () => {
	const alice = new Client().signsIn('alice').says('/msg bob').types('half a li');
	alice.hears({type: 'signedOut', reason: safeText`You signed in elsewhere.`});
	expect(alice.state).toMatchObject({place: {at: 'form', form: {problem: 'You signed in elsewhere.'}}});
	alice.signsIn('alice');
	expect(alice.bar).toBe('half a li');
	alice.hears({type: 'signedOut', reason: safeText`You signed in elsewhere.`});
	alice.signsIn('bob', {people: ['alice']});
	expect([...alice.state.conversations.keys()]).toEqual([]);
	expect(alice.bar).toBe('');
});

test('a form that opens by itself takes no key until the keys have rested, and the line goes on', () => {
	const reason = safeText`You signed in elsewhere.`;
	const alice = new Client().signsIn('alice').says('/msg bob').types('on');
	alice.hears({type: 'signedOut', reason}).types('ce, ').hears({type: 'pasted', text: 'hello'});
	alice.clock.advance(BURST - 1);
	alice.types('x').presses('deleteBack', 'submit');
	expect(typed(alice)).toEqual({user: 'alice', password: ''});
	expect(alice.taken('signIn')).toEqual([]);
	alice.clock.advance(BURST);
	alice.says('secret words');
	expect(alice.taken('signIn')).toMatchObject([{credentials: {user: 'alice', password: 'secret words'}}]);
	expect(alice.signsIn('alice').bar).toBe('once, hello');
});

test('so does the one that opens because the server no longer takes the token, and Ctrl-C leaves it', () => {
	const credentials = {kind: 'resume', address, user: 'alice'} as const;
	const alice = new Client().signsIn('alice').types('hel');
	alice.hears({type: 'signInFailed', credentials, problem: {refusal: 'badToken'}}).says('lo');
	expect(typed(alice)).toEqual({user: 'alice', password: ''});
	expect(alice.taken('signIn')).toEqual([]);
	alice.presses('interrupt', 'interrupt');
	expect(alice.effects.map(({type}) => type)).toContain('quit');
});

test('signing out leaves nothing of the person on the screen', () => {
	const alice = new Client().signsIn('alice').says('/msg bob secret').says('/logout');
	alice.presses({choose: 'y'});
	expect(alice.taken('signOut')).toHaveLength(1);
	expect(alice.state).toMatchObject({place: {at: 'form', form: {kind: 'signIn'}}});
	expect(alice.state.me).toBeUndefined();
	expect(alice.state.conversations.size).toBe(0);
});

test('what is typed while the chat is being opened stands in the command bar then', () => {
	const client = new Client()
		.hears({type: 'started', known: [known]})
		.presses('accept')
		.types('early words');
	client.signsIn('alice');
	expect(client.bar).toBe('early words');
	expect(textOf(client.state.welcome.address)).toBe('');
});

test('an address that was typed is none of it', () => {
	const client = new Client()
		.hears({type: 'started', known: [known]})
		.types('10.0.0.7')
		.presses('accept');
	expect(client.types(' hi').signsIn('alice').bar).toBe(' hi');
	expect(textOf(client.state.welcome.address)).toBe('10.0.0.7');
});

test('what was typed ahead of a form, which may be a password, is not put where Enter sends it', () => {
	const client = new Client()
		.hears({type: 'started', known: [known]})
		.presses('accept')
		.types('secret words');
	const credentials = {kind: 'resume', address, user: 'alice'} as const;
	client.hears({type: 'signInFailed', credentials, problem: {refusal: 'badToken'}});
	expect(client.state.place.at).toBe('form');
	expect(typed(client)['password']).toBe('');
	expect(client.signsIn('alice').bar).toBe('');
});

test('servers that are found or lost on the network leave the chosen entry of the first screen the chosen one', () => {
	const at = (port: number) => ({name: safeText`lab`, address: {host: '10.0.0.9', port}});
	const client = new Client();
	const chosen = () => welcomeChoices(client.state)[client.state.welcome.choice]?.type;
	expect(chosen()).toBe('host');
	client.hears({type: 'serversFound', servers: [at(1), at(2)]});
	expect([chosen(), welcomeChoices(client.state).length]).toEqual(['host', 4]);
	client.presses('choicePrevious');
	client.hears({type: 'serversFound', servers: [at(2)]});
	expect(chosen()).toBe('found');
	client.presses('accept');
	expect(client.taken('probeServer')).toMatchObject([{address: {host: '10.0.0.9', port: 2}}]);
});
