/** /set and /mouse, as values: the changed setting, the line that says so, and what is written to disk. */
import {describe, expect, test} from 'vitest';
import {safeText} from '../../protocol/text.ts';
import {say} from '../../source/state/chats/saying.ts';
import type {Settings} from '../../source/state/model/settings.ts';
import type {State} from '../../source/state/model/state.ts';
import {step} from '../../source/state/model/step.ts';
import {Client} from '../harness/client.ts';
import {effectsOf, problemOf, run, stepOf} from '../harness/command-line.ts';

const withSettings = (state: State, changed: Partial<Settings>): State => ({
	...state,
	settings: {...state.settings, ...changed},
});

test('a setting changes, a line says so, and it is kept for the next start', () => {
	const {state} = new Client().signsIn('alice');
	const changed = {presence: false};
	const said = say(withSettings(state, changed), [safeText`Join and leave notices: off`]);
	expect(run('/set presence off', {state})).toEqual(step(said, {type: 'keepSettings', changed}));
});

test('/mouse and /set mouse give the mouse to the program before the setting is kept', () => {
	for (const line of ['/mouse on', '/set mouse on'])
		expect(effectsOf(line)).toEqual([
			{type: 'setMouse', on: true},
			{type: 'keepSettings', changed: {mouse: true}},
		]);
});

test('a word that is not a setting, or not a value of it, is answered with what to type', () => {
	expect(problemOf('/set colour on')).toBe('colour is not a setting; /set lists them.');
	expect(problemOf('/set quiet-hours 22-22')).toBe(
		'quiet-hours takes one of a span such as 22:00-7:00, off.',
	);
	expect(problemOf('/mouse maybe')).toContain('type on or off');
});

describe('/set without a value', () => {
	const said = (line: string, client = new Client().signsIn('alice')) => {
		const [{notices, settings}, effects] = stepOf(line, client);
		expect([settings, effects]).toEqual([client.state.settings, []]);
		return notices.slice(client.state.notices.length).map(({text}) => text);
	};

	test('and without a name lists every setting with its value', () => {
		const client = new Client().signsIn('alice').says('/set notifications off');
		const lines = said('/set', client);
		expect(lines).toHaveLength(Object.keys(client.state.settings).length + 1);
		expect(lines.join('\n')).toMatch(/^notifications: off$/m);
		expect(lines.join('\n')).toMatch(/^direct: lan$/m);
		expect(lines.join('\n')).toMatch(/^downloads: default, the client's own folder$/m);
	});

	test('shows the value of that setting, its choices, and what it is about', () => {
		expect(said('/set keep-private')).toEqual([
			'keep-private: off (choices: on, off)',
			'It says whether the texts of private chats are kept on this machine; your partners are not told.',
		]);
	});

	test('shows the chosen folder of downloads, and changes nothing', () => {
		const folders = {start: '/srv', home: '/home/alice'};
		const alice = new Client().hears({type: 'started', known: [], folders}).signsIn('alice');
		alice.says('/set downloads ~/in');
		expect(said('/set downloads', alice)[0]).toBe('downloads: ~/in (choices: a folder, default)');
	});

	test('says which settings there are when it is none', () => {
		expect(problemOf('/set colour')).toBe('colour is not a setting; /set lists them.');
	});
});
