/** /set and /mouse, as values: the changed setting, the line that says so, and what is written to disk. */
import {expect, test} from 'vitest';
import {safeText} from '../../protocol/text.ts';
import {say} from '../../source/state/chats/saying.ts';
import type {Settings} from '../../source/state/model/settings.ts';
import type {State} from '../../source/state/model/state.ts';
import {step} from '../../source/state/model/step.ts';
import {Client} from '../harness/client.ts';
import {effectsOf, problemOf, run} from '../harness/command-line.ts';

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

test('a word that is no setting or no value is answered with those there are', () => {
	expect(problemOf('/set colour on')).toContain('colour is not a valid choice; type presence or mouse');
	expect(problemOf('/mouse maybe')).toContain('type on or off');
});
