/** The keys: each reaches one owner at most, and everything can be done without Alt. */
import {describe, expect, test} from 'vitest';
import {type Scope, scopeOf} from '../../source/state/keyboard/scope.ts';
import type {State} from '../../source/state/model/state.ts';
import {EMPTY, textOf} from '../../terminal/editor.ts';
import {chord, type KeyEvent, type TermEvent} from '../../terminal/event.ts';
import {actionOf, chordText} from '../../source/state/keyboard/chords.ts';
import {shortcuts} from '../../source/state/keyboard/keys.ts';
import {layers} from '../../source/state/keyboard/layers.ts';
import {LOBBY} from '../../protocol/names.ts';
import {safeText} from '../../protocol/text.ts';
import {waitFor} from '../../source/state/sign-in/waiting.ts';
import {update} from '../../source/state/runtime/update.ts';
import {route, routeAll} from '../../source/ui/route.ts';
import {Client, summary} from '../harness/client.ts';
import {after, bob, firstScreen, press, signedIn, talking} from '../harness/sample-state.ts';

const size = {columns: 80, rows: 24};
const chat = after(talking(size), {type: 'edited', before: 'half a sentence'});
const form = after(firstScreen(size), {
	type: 'hosted',
	address: {host: '::1', port: 1},
	signUp: 'invite',
	joinLines: [],
});

const inRoom = new Client(size).signsIn('alice', {
	conversations: [{...summary('alice', 'bob', {last: 0}), conversation: LOBBY, others: []}],
}).state;

/** A state for each owner of the keyboard. */
const states: Readonly<Record<Scope, State>> = {
	welcome: firstScreen(size),
	form,
	holding: waitFor(firstScreen(size), safeText`Connecting…`),
	bar: chat,
	message: {...chat, ...(chat.open !== undefined && {selected: {conversation: chat.open, sequence: 1}})},
	contacts: press(signedIn(size), 'paneNext'),
	transcript: press(signedIn(size), 'panePrevious'),
	members: press(inRoom, 'members', 'panePrevious'),
	help: press(chat, 'help'),
	helpSearch: press(chat, 'help', 'search'),
	dialog: {...chat, dialogs: [{type: 'quit', unsent: 2, chosen: 0}]},
	picker: press(signedIn(size), 'search'),
	dialogFields: press(after(signedIn(size), {type: 'edited', before: '/password'}), 'submit'),
};

const keyNames = [
	...'abcdefghijklmnopqrstuvwxyzN0123456789/-.,_[]\\+'.split(''),
	...[
		'enter',
		'escape',
		'tab',
		'space',
		'backspace',
		'delete',
		'insert',
		'home',
		'end',
		'pageup',
		'pagedown',
	],
	...['up', 'down', 'left', 'right'],
	...Array.from({length: 12}, (_, at) => `f${at + 1}`),
];
const booleans = [false, true];
const everyKey = keyNames.flatMap(key =>
	booleans.flatMap(ctrl =>
		booleans.flatMap(alt => booleans.map((shift): KeyEvent => ({type: 'key', key, ctrl, alt, shift}))),
	),
);

describe('every key', () => {
	test.each(Object.entries(states))('has one owner at most with the keyboard at %s', (scope, state) => {
		expect(scopeOf(state)).toBe(scope);
		for (const event of everyKey) {
			const owners = layers[scope as Scope].filter(layer =>
				shortcuts.some(shortcut => shortcut.layer === layer && shortcut.chords.includes(chord(event))),
			);
			const owner = shortcuts.find(({layer, chords}) => layer === owners[0] && chords.includes(chord(event)));
			const routed = route(state, event);
			expect(routed).toEqual(owner && {to: 'state', event: {type: 'acted', action: owner.action}});
		}
	});

	test('is bound once in a layer', () => {
		const bound = shortcuts.flatMap(({layer, chords}) => chords.map(each => `${layer} ${each}`));
		expect(bound.filter((each, at) => bound.indexOf(each) !== at)).toEqual([]);
	});

	test('that a table names can be pressed', () => {
		const pressable = new Set(everyKey.map(chord));
		expect(shortcuts.flatMap(({chords}) => chords).filter(each => !pressable.has(each))).toEqual([]);
	});

	test('with Alt has a twin without', () => {
		const alone = shortcuts.filter(
			({chords, twin}) => twin === undefined && chords.every(each => each.includes('alt+')),
		);
		expect(alone).toEqual([]);
	});
});

describe('while a dialog is open', () => {
	const open = [states.dialog, states.dialogFields];
	const untouchable = ['bar', 'chat', 'contacts', 'transcript', 'help', 'everywhere', 'welcome'];

	test('no key reaches the panes', () => {
		expect([...layers.dialog, ...layers.dialogFields].filter(layer => untouchable.includes(layer))).toEqual(
			[],
		);
		for (const state of open)
			for (const event of everyKey) {
				const routed = route(state, event);
				if (routed?.to !== 'state') continue;
				const next = after(state, routed.event);
				expect([next.open, next.pane, next.conversations, next.bar, next.help]).toEqual([
					state.open,
					state.pane,
					state.conversations,
					state.bar,
					state.help,
				]);
			}
	});

	test('text and the wheel do not reach them either', () => {
		const events: TermEvent[] = [
			{type: 'text', text: 'hello'},
			{type: 'paste', text: 'hello'},
			{type: 'mouse', action: 'wheelUp', column: 30, row: 5, ctrl: false, alt: false, shift: false},
		];
		expect(events.map(event => route(states.dialog, event))).toEqual([undefined, undefined, undefined]);
		expect(events.map(event => route(states.dialogFields, event)?.to)).toEqual(['text', 'state', undefined]);
		expect(after(states.dialogFields, {type: 'edited', before: 'secret'}).conversations).toBe(
			states.dialogFields.conversations,
		);
	});

	test('a letter by itself answers it, and a text that was on its way does not', () => {
		expect(route(states.dialog, {type: 'text', text: 'Y'})).toEqual({
			to: 'state',
			event: {type: 'acted', action: {choose: 'Y'}},
		});
		expect(route(states.dialog, {type: 'text', text: 'yes'})).toBeUndefined();
	});

	test('the command bar keeps its text', () => {
		expect(press(states.dialog, 'cancel').conversations).toBe(chat.conversations);
	});
});

describe('typing', () => {
	test.each(['bar', 'contacts', 'transcript', 'members', 'help', 'welcome', 'form', 'dialogFields'] as const)(
		'types with the keyboard at %s',
		scope => {
			expect(route(states[scope], {type: 'text', text: 'x'})).toEqual({to: 'text', text: 'x'});
		},
	);

	test('the arrows belong to the pane that is marked', () => {
		expect(
			(['bar', 'contacts', 'transcript', 'members'] as const).map(scope => actionOf('up', scope)),
		).toEqual(['historyPrevious', 'listUp', 'lineUp', 'listUp']);
	});
});

describe('letters that come together, on a selected message', () => {
	/** What becomes of the state, and the text that is typed into the bar. */
	const typing = (text: string, from = states.message) => {
		let [state, typed] = [from, ''];
		for (const routed of routeAll(() => state, {type: 'text', text})) {
			if (routed.to === 'text') typed += routed.text;
			else state = after(state, routed.event);
		}

		return {state, typed};
	};

	test('are keys until one of them ends the choice, and text from there on', () => {
		const {state, typed} = typing('runderstood');
		expect([state.composing?.type, typed]).toEqual(['reply', 'understood']);
		expect(typing('r')).toMatchObject({typed: '', state: {composing: {type: 'reply'}}});
	});

	test('answer no dialog that one of them opens', () => {
		const {me} = states.message;
		const own = {...states.message, ...(me && {me: {...me, user: bob}})}; // whose messages they are
		const {state, typed} = typing('dd', own); // d opens the question, and is its answer
		expect([state.dialogs.map(({type}) => type), typed]).toEqual([['deleteMessage'], '']);
		expect(typing('dddd', own).state.dialogs).toHaveLength(1);
	});

	test('search in the list that one of them opens', () => {
		expect(typing('+heart')).toMatchObject({state: {dialogs: [{type: 'react'}]}, typed: 'heart'});
	});
});

test('keys are called as they are written on the keyboard', () => {
	expect(['ctrl+n', 'alt+/', 'shift+right', 'pageup', 'f1'].map(chordText)).toEqual([
		'Ctrl-N',
		'Alt-/',
		'Shift-→',
		'PgUp',
		'F1',
	]);
});

describe('a dialog that asks nothing', () => {
	const news: State = {...chat, bar: EMPTY, dialogs: [{type: 'hosting', joinLines: [], chosen: 0}]};
	const typed = (state: State, ...texts: string[]) =>
		texts.reduce((before, text) => {
			const routed = route(before, {type: 'text', text});
			return routed?.to === 'state'
				? after(before, routed.event)
				: after(before, {type: 'edited', before: before.bar.before + text});
		}, state);

	test('lets who types on do so, letter by letter or in a piece', () => {
		for (const pieces of [['h', 'i'], ['hi']]) {
			const {dialogs, bar} = typed(news, ...pieces);
			expect([dialogs, textOf(bar)]).toEqual([[], 'hi']);
		}

		const routed = route(news, {type: 'paste', text: 'hi'});
		expect(routed?.to === 'state' && textOf(after(news, routed.event).bar)).toBe('hi');
	});

	test('that has no buttons on the screen takes no letter for one', () => {
		const view = {above: safeText`a`, lines: [], qr: safeText`b`, below: safeText`c`};
		const {dialogs, bar} = typed({...news, dialogs: [{type: 'copyView', view, chosen: 0}]}, 'o', 'k');
		expect([dialogs, textOf(bar)]).toEqual([[], 'ok']);
	});

	test('is answered by its letters', () => {
		expect([typed(news, 'o').dialogs, textOf(typed(news, 'o').bar)]).toEqual([[], '']);
	});
});

test('Ctrl-Q quits over any dialog, and asks no second time', () => {
	expect(actionOf('ctrl+q', 'dialog')).toBe('quit');
	const lost = {...chat, dialogs: [{type: 'hosting', joinLines: [], chosen: 0}]} as State;
	expect(update(lost, {type: 'acted', action: 'quit'}, 1)[1]).toContainEqual({type: 'quit'});
	const [asked, effects] = update(states.dialog, {type: 'acted', action: 'quit'}, 1);
	expect([asked.dialogs.length, effects.filter(({type}) => type === 'quit')]).toEqual([1, []]);
});

test('a key says that the terminal has the focus, though its report was lost', () => {
	const away = after(states.bar, {type: 'focusChanged', focused: false});
	const routed = (event: TermEvent) => [...routeAll(() => away, event)];
	const focused = {to: 'state', event: {type: 'focusChanged', focused: true}};
	expect(routed({type: 'text', text: 'a'})).toEqual([focused, {to: 'text', text: 'a'}]);
	expect(routed({type: 'key', key: 'f1', ctrl: false, alt: false, shift: false})[0]).toEqual(focused);
	expect(routed({type: 'focus', focused: false})).toHaveLength(1);
	expect([...routeAll(() => states.bar, {type: 'text', text: 'a'})]).toEqual([{to: 'text', text: 'a'}]);
});
