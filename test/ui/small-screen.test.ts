/** The smallest screen on which the program is to be used: whatever it says there can be read whole. */
import {setText} from '../../terminal/editor.ts';
import {openForm} from '../../source/state/model/place.ts';
import {createElement} from 'react';
import {describe, expect, test} from 'vitest';
import {commands} from '../../source/commands/index.ts';
import {usage} from '../../terminal/commands/line.ts';
import {refusals, sentence, type Refusal, type RefusalCode} from '../../protocol/refusals.ts';
import {MAX_NAME, OPERATOR} from '../../protocol/names.ts';
import {MAX_REASON} from '../../protocol/bounds.ts';
import {cleanLine, safeText} from '../../protocol/text.ts';
import {signedOutReason} from '../../source/link/signed-out-reason.ts';
import {failWaiting} from '../../source/state/sign-in/waiting.ts';
import type {Dialog, Picker} from '../../source/state/model/dialog.ts';
import {pickerView} from '../../source/state/pickers/list-dialog.ts';
import {dialogView} from '../../source/state/dialogs/dialogs.ts';
import {fillProfile, openProfile} from '../../source/state/dialogs/profile-form.ts';
import {hasFields} from '../../source/state/keyboard/scope.ts';
import type {FieldName} from '../../source/state/model/form.ts';
import {refusedForm} from '../../source/state/sign-in/form-refusals.ts';
import {newForm, passwordFields, withProblem} from '../../source/state/sign-in/forms.ts';
import {helpRows, shownHelp} from '../../source/state/view/help.ts';
import {helpSize, layoutOf} from '../../source/state/panes/layout.ts';
import type {State} from '../../source/state/model/state.ts';
import {transcriptRows} from '../../source/state/transcript/transcript.ts';
import {panes, type PaneName} from '../../source/ui/panes.ts';
import {renderPane} from '../harness/render-pane.tsx';
import {after, firstScreen, name, press, talking} from '../harness/sample-state.ts';

const size = {columns: 40, rows: 10};
const chat = talking(size);
const longName = name('n'.repeat(MAX_NAME));
const far = {host: 'a-host-with-a-very-long-name.example.org', port: 10_001};
const everyDetail = {
	...{user: longName, other: longName, room: `#${'r'.repeat(MAX_NAME - 1)}`, address: far.host},
	...{number: 123_456, seconds: 3600, since: 0, most: 64, oldest: 12},
};

/** What stands in the pane, without frames and line breaks. */
async function readIn(pane: PaneName, state: State): Promise<string> {
	const at = panes[pane].at(state);
	if (!at) return '';
	const place = {columns: at.width, rows: at.height, framed: layoutOf(state).framed};
	const rendered = await renderPane(
		props => createElement(panes[pane].component, {...props, ...place}),
		state,
		place,
	);
	rendered.close();
	return bare(rendered.rows.join(''));
}

/** Texts are compared without the spaces at which they were wrapped. */
function bare(text: string): string {
	return text.replace(/[\s│╭╮╰╯─]/g, '');
}

async function readInChat(state: State): Promise<string> {
	return (await readIn('statusMessage', state)) + (await readIn('status', state));
}

describe('a line that cannot be carried out', () => {
	test.each([
		'/frobnicate' + 'x'.repeat(300),
		`/msg ${'x'.repeat(300)} hi`,
		`/join #${'x'.repeat(300)}`,
		`/leave #${'x'.repeat(300)}`,
		`/end ${'x'.repeat(300)}`,
		`/whoelsesince ${'x'.repeat(300)}`,
		`/history bob ${'x'.repeat(300)}`,
		`/unblock ${'x'.repeat(300)}`,
		'/history bob 5000',
		'/whois',
		'/topic',
		'/names',
		'/receipts now',
		`/away ${'x'.repeat(300)}`,
		'x'.repeat(4001),
	])('is answered with a sentence that can be read: %.20s', async line => {
		const refused = press(after(chat, {type: 'edited', before: line}), 'submit');
		expect(refused.bar.before).toBe(line);
		expect(refused.statusMessage).toBeDefined();
		expect(await readInChat(refused)).toContain(bare(refused.statusMessage!));
	});
});

test('the remark goes with the next key, and what is behind it stays where it is', async () => {
	const line = `/msg ${'x'.repeat(20)} hi`;
	const refused = press(after(chat, {type: 'edited', before: line}), 'submit');
	expect(await readIn('statusMessage', refused)).toContain('Thereisnousercalled');
	expect(panes.transcript.at(refused)).toEqual(panes.transcript.at(chat));
	expect(panes.statusMessage.at(after(refused, {type: 'edited', before: '/msg bob hi'}))).toBeUndefined();
});

test('the word that Tab has put into the bar is first of those it can become, and seen with what comes next', async () => {
	const typed = after(chat, {type: 'edited', before: '/'});
	const complete = Array.from(
		{length: commands.findIndex(({name}) => name === 'sessions') + 1},
		() => 'complete' as const,
	);
	const chosen = press(typed, ...complete);
	expect(chosen.bar.before).toBe('/sessions ');
	expect(await readIn('status', chosen)).toMatch(/●sessionsprivate/);
});

test('a short remark stands in the status line alone', async () => {
	const asked = press(chat, 'interrupt');
	expect(panes.statusMessage.at(asked)).toBeUndefined();
	expect(await readIn('status', asked)).toContain('Ctrl-Concemorequits.');
});

test.each(commands)('how /$name is used can be read while it is typed', async command => {
	const admin = after(chat, {type: 'announced', announcement: {type: 'roleChanged', admin: true}});
	const typed = after(admin, {type: 'edited', before: `/${command.name} `});
	const read = (await readIn('bar', typed)) + (await readIn('status', typed));
	expect(read).toContain(bare(usage(command)));
});

const codes = Object.keys(refusals) as RefusalCode[];
const sentenceOf = (refusal: RefusalCode) => sentence({refusal, ...everyDetail} as unknown as Refusal);

test.each(codes)('a refusal by the server can be read whole in the chat: %s', async code => {
	expect(await readInChat({...chat, statusMessage: sentenceOf(code)})).toContain(bare(sentenceOf(code)));
});

describe('a refusal by the server can be read whole in a form', () => {
	const introduction = safeText`Your server is running. Make yourself an account on it.`;
	const form = newForm('signUp', far, 'invite', '', introduction);
	const fields: readonly FieldName[] = ['user', 'password', 'again', 'phone', 'code'];

	test.each(codes)('%s', async code => {
		const refusal = {refusal: code, ...everyDetail} as unknown as Refusal;
		const refused = openForm(firstScreen(size), refusedForm(form, refusal));
		expect(await readIn('form', refused)).toContain(bare(sentenceOf(code)));
		for (const field of fields) {
			const fields = form.fields.map(each =>
				each.name === field ? withProblem(each, sentence(refusal)) : each,
			);
			const there = openForm(refused, {...form, fields, focus: fields.findIndex(({name}) => name === field)});
			expect(await readIn('form', there), field).toContain(bare(sentenceOf(code)));
		}
	});
});

/** As long a name as a client allows. */
const longFile = `${'minutes of a meeting '.repeat(9)}.pdf.exe`;

describe('what others wrote never hides the sentence that it stands in', () => {
	const long = 'r'.repeat(MAX_REASON);
	const ban = {
		type: 'signedOut',
		reason: 'banned',
		by: OPERATOR,
		until: 1_800_000_000_000,
		text: long,
	} as const;
	const kick = {type: 'signedOut', reason: 'kicked', by: OPERATOR, text: long} as const;
	const signedOut = (announcement: typeof ban | typeof kick) =>
		after(chat, {type: 'signedOut', reason: signedOutReason(announcement)!});

	test.each([
		['a ban', signedOut(ban), 'The operator banned you from this server until'],
		['a kick', signedOut(kick), 'The operator signed you out; you may sign in again. Reason: rr'],
		[
			'a ban in the form of a newcomer',
			openForm(
				firstScreen(size),
				refusedForm(newForm('signUp', far, 'invite'), {refusal: 'banned', until: 0, reason: long}),
			),
			'You are banned from this server (rr',
		],
	])('%s with a long reason', async (_what, state, said) => {
		const read = await readIn('form', state);
		expect(read).toContain(bare(said));
		expect(read).toMatch(/r(…|\)\.)$/);
	});

	test('a problem of the first screen', async () => {
		const state = failWaiting(firstScreen(size), safeText`You are banned from this server (${long}).`);
		expect(await readIn('welcome', state)).toContain(bare('You are banned from this server (rr'));
	});

	test('the name of a file, and the reason that an admin gives', async () => {
		const offer = {id: '1', name: safeText`${longFile}`, size: 123_456};
		const fileOffer = {type: 'fileOffer', user: longName, offer, chosen: 0} as const;
		expect(await readIn('dialog', {...chat, dialogs: [fileOffer]})).toContain('Fetchittothismachine?');
		const request = {type: 'ban', user: longName, reason: long} as const;
		const moderate = {type: 'moderate', request, chosen: 0} as const;
		expect(await readIn('dialog', {...chat, dialogs: [moderate]})).toContain('cannotsigninuntilyouliftit');
	});
});

const fingerprint = 'kGRFQKKqfqFpMFkI6GrdUF0ZgPGHot6kapk3UzEfJsY';
const joinLines = ['192.168.100.100', far.host].map(host =>
	cleanLine(`${host}:10001#${fingerprint}.abcd-efgh-ijkl`),
);
const proposal = {kind: 'invitation', from: longName, to: name('alice'), room: '#build', at: 0} as const;
const credentials = {kind: 'signIn', address: far, user: longName, password: ''} as const;
const dialogs: readonly Dialog[] = [
	{type: 'quit', unsent: 12, chosen: 0},
	{
		type: 'takeOver',
		credentials,
		since: 0,
		from: cleanLine('2001:db8:1234:5678:9abc:def0:1234:5678'),
		chosen: 0,
	},
	{type: 'unknownServer', address: far, fingerprint, chosen: 0},
	{type: 'changedServer', address: far, expected: fingerprint, got: fingerprint.replace('k', 'K'), chosen: 0},
	{type: 'host', chosen: 0},
	{type: 'hosting', joinLines, chosen: 1},
	{type: 'proposal', proposal: proposal as never, chosen: 0},
	{type: 'leaveMessage', user: longName, chosen: 0},
	{type: 'password', form: passwordFields(), chosen: 0},
	{
		type: 'fileOffer',
		user: longName,
		offer: {id: '1', name: safeText`${longFile}`, size: 123_456},
		chosen: 0,
	},
	fillProfile(openProfile(chat)).dialogs[0]!,
];
const problem = sentence({refusal: 'textTooLong'});
const search = {text: 'hi', found: [], left: [], problem};

describe('a dialog can be read whole, page by page, and its buttons always', () => {
	test.each(dialogs)('$type', async dialog => {
		let state: State = {...chat, dialogs: [dialog]};
		const view = dialogView(state)!;
		const pages: string[] = [];
		for (
			let page = await readIn('dialog', state);
			page !== pages.at(-1);
			page = await readIn('dialog', state)
		) {
			pages.push(page);
			for (const {label} of view.choices) expect(page).toContain(bare(label));
			state = press(state, hasFields(dialog) ? 'fieldNext' : 'pageDown');
			if (pages.length > 20) break;
		}

		for (const line of view.lines) {
			const words = line.split(' ').filter(word => word.length <= 36);
			for (const word of words)
				expect(
					pages.some(page => page.includes(bare(word))),
					word,
				).toBe(true);
		}

		expect(press(state, 'pageUp', 'pageUp', 'pageUp', 'scrollTop').dialogs).toHaveLength(1);
	});

	test('so can what became of a search', async () => {
		const editor = setText(chat.bar, search.text);
		const dialog = {type: 'search', editor, everywhere: false, search, chosen: 0} as const;
		expect(await readIn('dialog', {...chat, dialogs: [dialog]})).toContain(bare(problem));
	});

	test('both fingerprints of a changed server are seen whole, each on one page', async () => {
		const first: State = {...chat, dialogs: [dialogs[3]!]};
		const second = press(first, 'pageDown');
		const pages = await Promise.all([first, second].map(async state => readIn('dialog', state)));
		expect(pages[0]).toContain(`SHA256:${fingerprint}`);
		expect(pages[0]).toContain('PgDnformore');
		expect(pages[1]).toContain(`SHA256:${fingerprint.replace('k', 'K')}`);
	});
});

test('in the jump dialog the chosen row, the typed line and what Enter does are always seen', async () => {
	let state = after(press(chat, 'jump'), {type: 'edited', before: '/'});
	const all = pickerView(state, state.dialogs.at(-1) as Picker).rows;
	expect(all.length).toBeGreaterThan(40);
	for (const row of all) {
		const read = await readIn('dialog', state);
		expect(read).toContain(`▸${bare(row).slice(0, 12)}`);
		expect(read).toMatch(/To›\/Enter(runsit|putsitintotheline)/);
		state = press(state, 'choiceNext');
	}
});

describe('paging on a screen of a few rows', () => {
	test('shows every line of help, most of them once', () => {
		const {columns, rows} = helpSize({size});
		const all = helpRows({row: 0}, columns, chat.me);
		let state = press(chat, 'help');
		const seen = [...shownHelp(state)];
		for (let page = 0; page < Math.ceil(all.length / (rows - 1)); page++) {
			const before = state.help!.row;
			state = press(state, 'pageDown');
			seen.push(...shownHelp(state).slice(rows - (state.help!.row - before)));
			expect(state.help!.row - before).toBeLessThanOrEqual(rows);
		}

		expect(seen).toEqual(all);
	});

	test('goes through what was said without leaving anything out', () => {
		const texts = Array.from({length: 30}, (_, at) => `line ${at}`);
		let state = talking(size, texts);
		const seen = new Set<string>();
		for (let page = 0; page < 30; page++) {
			for (const row of transcriptRows(state)) if (row.type === 'message') seen.add(row.text);
			state = press(state, 'pageUp');
		}

		expect([...seen].sort()).toEqual([...texts].sort());
	});
});
