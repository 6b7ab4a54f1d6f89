/** Defines the settings, and the commands that change them: /set and /mouse. */
import {safeText, type SafeText} from '../../protocol/text.ts';
import {say} from '../state/chats/saying.ts';
import type {Effect} from '../state/model/effect.ts';
import type {Settings} from '../state/model/settings.ts';
import type {State} from '../state/model/state.ts';
import {step, type Step} from '../state/model/step.ts';
import {oneOf} from './arguments.ts';
import {defineCommand, type ArgumentKind} from './command.ts';

type Setting = {
	/** In a few words, for the help. */
	readonly about: SafeText;
	readonly on: SafeText;
	readonly off: SafeText;
	readonly effects?: (on: boolean) => readonly Effect[];
};

const settings: Readonly<Record<keyof Settings, Setting>> = {
	presence: {
		about: safeText`whether lines say who comes and goes`,
		on: safeText`Join and leave notices: on`,
		off: safeText`Join and leave notices: off`,
	},
	mouse: {
		about: safeText`whether the mouse scrolls and clicks here`,
		on: safeText`Mouse: on; with Shift it selects text in most terminals`,
		off: safeText`Mouse: off; it selects text as usual`,
		effects: on => [{type: 'setMouse', on}],
	},
	bell: {
		about: safeText`whether the bell rings for a direct message or your name, while the terminal is not in focus`,
		on: safeText`Bell: on; it rings for a direct message or your name while the terminal is not in focus`,
		off: safeText`Bell: off; the terminal’s title still counts what is for you`,
	},
};

const settingNames = Object.keys(settings) as ReadonlyArray<keyof Settings>; // the keys of the table

export const set = defineCommand({
	name: 'set',
	group: 'the program',
	summary: safeText`change a setting: ${settingNames.join(', ')}`,
	details: [
		...settingNames.map(name => safeText`${name}: ${settings[name].about}.`),
		safeText`It stays so at the next start, whoever signs in on this machine.`,
	],
	args: {name: oneOf('name', settingNames), value: onOff()},
	run: ({name, value}, {state}) => change(state, name, value),
});

export const mouse = defineCommand({
	name: 'mouse',
	group: 'the program',
	summary: safeText`let the mouse scroll and click here, or select text as usual`,
	args: {value: onOff()},
	run: ({value}, {state}) => change(state, 'mouse', value),
});

function onOff(): ArgumentKind<'on' | 'off'> {
	return oneOf('on|off', ['on', 'off']);
}

function change(state: State, name: keyof Settings, value: 'on' | 'off'): Step {
	const changed = {[name]: value === 'on'};
	const said = say({...state, settings: {...state.settings, ...changed}}, [settings[name][value]]);
	return step(said, ...effectsOf(changed), {type: 'keepSettings', changed});
}

/** Returns the effects that make these settings hold outside the state. */
export function effectsOf(chosen: Partial<Settings>): readonly Effect[] {
	return settingNames.flatMap(name => {
		const on = chosen[name];
		return on === undefined ? [] : (settings[name].effects?.(on) ?? []);
	});
}
