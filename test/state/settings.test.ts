/** Settings in the client: they hold at once, and are handed over to be kept and given back. */
import {expect, test} from 'vitest';
import {safeText} from '../../protocol/text.ts';
import {readTheme, type OwnTheme} from '../../terminal/own-theme.ts';
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
	expect(client.effects).toEqual([{type: 'setMouse', on: false}, {type: 'readThemes'}]);
});

test('settings are this machine’s: they outlast signing out', () => {
	const client = new Client().hears({type: 'started', known: [], settings: {presence: false}});
	client.signsIn('alice').says('/logout').presses('cancel');
	expect(client.state.settings).toMatchObject({presence: false});
});

const solar = readTheme('solar', '{"base": "light", "dim": "#dddddd"}') as OwnTheme;
const told = (client: Client) => client.rows.at(-1);

test('a theme of one’s own is read, holds from then on and is kept, and what is hard to read in it is said', () => {
	const client = new Client().signsIn('alice').says('/msg bob').says('/theme Solar');
	expect(client.taken('readThemes')).toEqual([{type: 'readThemes', name: 'solar', isChosen: true}]);
	expect([client.state.settings.theme, client.taken('keepSettings')]).toEqual(['auto', []]);
	client.hears({type: 'themesRead', names: ['solar'], found: solar, isChosen: true});
	expect(client.state.settings.theme).toBe('solar');
	expect(client.taken('keepSettings')).toEqual([{type: 'keepSettings', changed: {theme: 'solar'}}]);
	expect(client.rows.join(' ')).toContain(
		'Theme: solar, your own, on top of light; hard to read on a usual light',
	);
	expect(client.rows.join(' ')).toContain('dim 1.2:1');
	client.says('/set theme');
	expect(client.rows.join(' ')).toContain(
		'theme: solar (choices: auto, dark, light, high-contrast, mono, solar)',
	);
	expect(client.types('/theme s').presses('complete').bar).toBe('/theme solar ');
});

test('a theme that cannot be used is named, and the colours stay as they were', () => {
	const client = new Client().signsIn('alice').says('/msg bob').says('/theme dark').says('/set theme gone');
	const problem = safeText`There is no theme gone.`;
	client.hears({type: 'themesRead', names: ['solar'], found: {problem}, isChosen: true});
	expect([client.state.statusMessage, client.state.settings.theme]).toEqual([problem, 'dark']);
	expect(client.state.ownThemes.names).toEqual(['solar']);
	client.says('/theme ../x');
	expect(client.state.statusMessage).toMatch(/^theme takes one of .*, one of your own\.$/);
	expect(told(client)).toContain('Theme: colours for a dark');
});

test('at a start the theme of an earlier run is read, without a word and without being kept again', () => {
	const client = new Client().hears({type: 'started', known: [], settings: {theme: 'solar'}});
	expect(client.taken('readThemes')).toEqual([{type: 'readThemes', name: 'solar'}]);
	client.hears({type: 'themesRead', names: ['solar'], found: solar}).signsIn('alice');
	expect([client.state.ownThemes.read, client.taken('keepSettings')]).toEqual([solar, []]);
	expect(client.rows.join(' ')).not.toContain('Theme');
	client.says('/logout').presses('cancel');
	expect(client.state.ownThemes.read).toBe(solar);
});
