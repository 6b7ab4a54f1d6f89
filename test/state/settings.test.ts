/** Settings in the client: they hold at once, and are handed over to be kept and given back. */
import {expect, test} from 'vitest';
import {Client} from '../harness/client.ts';

test('a setting that is changed is kept for the next start, and nothing else is', () => {
	const client = new Client().signsIn('alice').says('/set presence off');
	expect(client.state.settings).toMatchObject({presence: false});
	expect(client.taken('keepSettings')).toEqual([{type: 'keepSettings', changed: {presence: false}}]);
	client.says('/mouse off');
	expect(client.taken('keepSettings')).toEqual([{type: 'keepSettings', changed: {mouse: false}}]);
	client.says('/whoami');
	expect(client.taken('keepSettings')).toEqual([]);
});

test('what was chosen in an earlier run holds from the start; the rest is as it always is', () => {
	const client = new Client().hears({type: 'started', known: [], settings: {mouse: false}});
	expect(client.state.settings).toEqual({...new Client().state.settings, mouse: false});
	expect(client.effects).toEqual([{type: 'setMouse', on: false}]);
});

test('settings are this machine’s: they outlast signing out', () => {
	const client = new Client().hears({type: 'started', known: [], settings: {presence: false}});
	client.signsIn('alice').says('/logout').presses('cancel');
	expect(client.state.settings).toMatchObject({presence: false});
});
