/** Defines the settings, and the commands that change them: /set and /mouse. */
import {safeText, type SafeText} from '../../protocol/text.ts';
import {say} from '../state/chats/saying.ts';
import {withoutHome} from '../state/exchange/transfer-text.ts';
import type {Effect} from '../state/model/effect.ts';
import type {Settings} from '../state/model/settings.ts';
import type {State} from '../state/model/state.ts';
import {step, type Step} from '../state/model/step.ts';
import {oneOf} from '../../terminal/commands/arguments.ts';
import {absolutePath} from './paths.ts';
import {defineCommand, type ArgumentKind, type Problem} from './command.ts';

type Said = SafeText | ((state: State) => SafeText);
type Setting<V> = {
	/** In a few words, for the help. */
	readonly about: SafeText;
	/** The words that `/set` takes, the value of each, and the line that says so. */
	readonly choices: Readonly<Record<string, readonly [value: V, said: Said]>>;
	readonly effects?: (value: V) => readonly Effect[];
};

function switched(on: Said, off: Said): Setting<boolean>['choices'] {
	return {on: [true, on], off: [false, off]};
}

/** The settings of which each value has a word; `downloads` takes a path. */
type Worded = Omit<Settings, 'downloads'>;

const settings: {readonly [N in keyof Worded]: Setting<Worded[N]>} = {
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
			safeText`Bell: off; the terminal's title still counts what is for you`,
		),
	},
	direct: {
		about: safeText`which of your addresses the partner of a private chat learns; lan: those of private networks`,
		choices: {
			lan: ['lan', safeText`Direct connections: inside private networks; else via the server`],
			always: ['always', safeText`Direct connections: always tried; your partners learn all your addresses`],
			never: [
				'never',
				safeText`Direct connections: never; private chats go via the server, end-to-end encrypted`,
			],
		},
	},
	keepPrivate: {
		about: safeText`whether the texts of private chats are kept on this machine; your partners are not told`,
		choices: switched(
			state => safeText`Private chats: from now on their texts are kept in ${keptIn(state)}, for you alone`,
			state =>
				safeText`Private chats: not kept any more; what was kept stays in ${keptIn(state)} until you delete it`,
		),
	},
};

/** Names the files of kept texts. */
function keptIn({keptIn: folder = 'private', folders}: State): SafeText {
	return safeText`${withoutHome(folder, folders.home)}/<user>.jsonl`;
}

const wordedNames = Object.keys(settings) as ReadonlyArray<keyof Worded>; // the keys of the table
const commandNames = [...wordedNames.map(commandName), 'downloads'];

/** @returns the name that `/set` takes: `keep-private` for `keepPrivate` */
function commandName(name: keyof Worded): string {
	return name.replace(/[A-Z]/gu, letter => `-${letter.toLowerCase()}`);
}

/** The word that lets received files go to the client's own folder again. */
const DEFAULT = 'default';

export const set = defineCommand({
	name: 'set',
	group: 'the program',
	summary: safeText`change a setting: ${commandNames.join(', ')}`,
	details: [
		...wordedNames.map(
			name => safeText`${commandName(name)} (${wordsOf(name).join(', ')}): ${settings[name].about}.`,
		),
		safeText`downloads (a folder, ${DEFAULT}): where received files go.`,
		safeText`It stays so at the next start, whoever signs in on this machine.`,
	],
	args: {name: oneOf('name', commandNames), value: anyValue()},
	run({name, value}, {state}) {
		const worded = wordedBy(name);
		return worded ? change(state, worded, value.toLowerCase()) : changeDownloads(state, value);
	},
});

export const mouse = defineCommand({
	name: 'mouse',
	group: 'the program',
	summary: safeText`let the mouse scroll and click here, or select text as usual`,
	args: {value: onOff()},
	run: ({value}, {state}) => change(state, 'mouse', value),
});

/** @returns undefined for `downloads` */
function wordedBy(name: string | undefined): keyof Worded | undefined {
	return wordedNames.find(one => commandName(one) === name);
}

function wordsOf(name: keyof Worded): readonly string[] {
	return Object.keys(settings[name].choices);
}

function onOff(): ArgumentKind<'on' | 'off'> {
	return oneOf('on|off', ['on', 'off']);
}

/** Accepts what any of the settings takes: the rest of the line may be a path. */
function anyValue(): ArgumentKind<string> {
	return {
		label: 'value',
		rest: true,
		parse: word => ({value: word.trim()}),
		complete(_context, [name]) {
			const worded = wordedBy(name);
			return worded ? wordsOf(worded) : [];
		},
		onDisk: ([name]) => name === 'downloads',
	};
}

function changeDownloads(state: State, typed: string): Step {
	const downloads = typed === DEFAULT ? undefined : absolutePath(typed, state.folders);
	const text =
		downloads === undefined
			? safeText`Received files go to the client's own folder`
			: safeText`Received files go to ${downloads}`;
	const said = say({...state, settings: {...state.settings, downloads}}, [text]);
	return step(said, {type: 'setDownloads', folder: downloads}, {type: 'keepSettings', changed: {downloads}});
}

/** Returns the effect that tells the peer layer the chosen folder; of none, it knows by itself. */
export function downloadsTo(folder: string | undefined): readonly Effect[] {
	return folder === undefined ? [] : [{type: 'setDownloads', folder}];
}

function change(state: State, name: keyof Worded, word: string): Step | Problem {
	const {choices} = settings[name];
	const choice = choices[word];
	if (!choice) return {problem: safeText`${commandName(name)} takes one of ${wordsOf(name).join(', ')}.`};
	const [value, said] = choice;
	const changed = {[name]: value};
	const text = typeof said === 'function' ? said(state) : said;
	const told = say({...state, settings: {...state.settings, ...changed}}, [text]);
	return step(told, ...effectsOf(changed), {type: 'keepSettings', changed});
}

/** Returns the effects that make these settings hold outside the state. */
export function effectsOf(chosen: Partial<Settings>): readonly Effect[] {
	return wordedNames.flatMap(name => effectsOfOne(name, chosen[name]));
}

function effectsOfOne<N extends keyof Worded>(name: N, value: Worded[N] | undefined): readonly Effect[] {
	const setting: Setting<Worded[N]> = settings[name];
	return value === undefined ? [] : (setting.effects?.(value) ?? []);
}
