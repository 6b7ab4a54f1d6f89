/** Defines the settings, and the commands that change them: /set and /mouse. */
import {safeText, type SafeText} from '../../protocol/text.ts';
import {say} from '../state/chats/saying.ts';
import type {Effect} from '../state/model/effect.ts';
import type {Settings} from '../state/model/settings.ts';
import type {State} from '../state/model/state.ts';
import {step, type Step} from '../state/model/step.ts';
import {oneOf} from './arguments.ts';
import {defineCommand, type ArgumentKind, type Problem} from './command.ts';

type Setting<V> = {
	/** In a few words, for the help. */
	readonly about: SafeText;
	/** The words that `/set` takes, the value of each, and the line that says so. */
	readonly choices: Readonly<Record<string, readonly [value: V, said: SafeText]>>;
	readonly effects?: (value: V) => readonly Effect[];
};

function switched(on: SafeText, off: SafeText): Setting<boolean>['choices'] {
	return {on: [true, on], off: [false, off]};
}

const settings: {readonly [N in keyof Settings]: Setting<Settings[N]>} = {
	presence: {
		about: safeText`whether lines say who comes and goes`,
		choices: switched(safeText`Join and leave notices: on`, safeText`Join and leave notices: off`),
	},
	mouse: {
		about: safeText`whether the mouse scrolls and clicks here`,
		choices: switched(
			safeText`Mouse: on; with Shift it selects text in most terminals`,
			safeText`Mouse: off; it selects text as usual`,
		),
		effects: on => [{type: 'setMouse', on}],
	},
	bell: {
		about: safeText`whether the bell rings for a direct message or your name, while the terminal is not in focus`,
		choices: switched(
			safeText`Bell: on; it rings for a direct message or your name while the terminal is not in focus`,
			safeText`Bell: off; the terminal’s title still counts what is for you`,
		),
	},
	direct: {
		about: safeText`which of your addresses the partner of a private chat learns; lan: those of private networks`,
		choices: {
			lan: ['lan', safeText`Direct connections: inside private networks; else by the server`],
			always: ['always', safeText`Direct connections: always tried; your partners learn all your addresses`],
			never: [
				'never',
				safeText`Direct connections: never; private chats go by the server, end-to-end encrypted`,
			],
		},
	},
};

const settingNames = Object.keys(settings) as ReadonlyArray<keyof Settings>; // the keys of the table

export const set = defineCommand({
	name: 'set',
	group: 'the program',
	summary: safeText`change a setting: ${settingNames.join(', ')}`,
	details: [
		...settingNames.map(name => safeText`${name} (${wordsOf(name).join(', ')}): ${settings[name].about}.`),
		safeText`It stays so at the next start, whoever signs in on this machine.`,
	],
	args: {name: oneOf('name', settingNames), value: anyValue()},
	run: ({name, value}, {state}) => change(state, name, value),
});

export const mouse = defineCommand({
	name: 'mouse',
	group: 'the program',
	summary: safeText`let the mouse scroll and click here, or select text as usual`,
	args: {value: onOff()},
	run: ({value}, {state}) => change(state, 'mouse', value),
});

function wordsOf(name: keyof Settings): readonly string[] {
	return Object.keys(settings[name].choices);
}

function onOff(): ArgumentKind<'on' | 'off'> {
	return oneOf('on|off', ['on', 'off']);
}

/** Accepts a word that any of the settings takes. */
function anyValue(): ArgumentKind<string> {
	const words = settingNames.flatMap(wordsOf);
	return oneOf('value', [...new Set(words)]);
}

function change(state: State, name: keyof Settings, word: string): Step | Problem {
	const {choices} = settings[name];
	const choice = choices[word];
	if (!choice) return {problem: safeText`${name} takes one of ${wordsOf(name).join(', ')}.`};
	const [value, text] = choice;
	const changed = {[name]: value};
	const said = say({...state, settings: {...state.settings, ...changed}}, [text]);
	return step(said, ...effectsOf(changed), {type: 'keepSettings', changed});
}

/** Returns the effects that make these settings hold outside the state. */
export function effectsOf(chosen: Partial<Settings>): readonly Effect[] {
	return settingNames.flatMap(name => effectsOfOne(name, chosen[name]));
}

function effectsOfOne<N extends keyof Settings>(name: N, value: Settings[N] | undefined): readonly Effect[] {
	const setting: Setting<Settings[N]> = settings[name];
	return value === undefined ? [] : (setting.effects?.(value) ?? []);
}
