/** Defines the commands that show and change settings: /set and /mouse. */
import {safeText, type SafeText} from '../../protocol/text.ts';
import {say} from '../state/chats/saying.ts';
import {withoutHome} from '../state/exchange/transfer-text.ts';
import type {Effect} from '../state/model/effect.ts';
import type {State} from '../state/model/state.ts';
import {step, type Step} from '../state/model/step.ts';
import {oneOf, optional} from '../../terminal/commands/arguments.ts';
import {absolutePath} from './paths.ts';
import {defineCommand, type ArgumentKind, type Context, type Problem} from './command.ts';
import {
	commandName,
	commandNames,
	effectsOf,
	settings,
	wordedBy,
	wordedNames,
	wordNow,
	wordsOf,
	type Worded,
} from './settings-table.ts';

/** The word that lets received files go to the client's own folder again. */
const DEFAULT = 'default';
const DOWNLOADS = safeText`where received files go`;

export const set = defineCommand({
	name: 'set',
	group: 'the program',
	summary: safeText`show or change a setting: ${commandNames.join(', ')}`,
	details: [
		...wordedNames.map(
			name => safeText`${commandName(name)} (${wordsOf(name).join(', ')}): ${settings[name].about}.`,
		),
		safeText`downloads (a folder, ${DEFAULT}): ${DOWNLOADS}.`,
		safeText`Without a value, the value it has is shown; without a name, all of them.`,
		safeText`It stays so at the next start, whoever signs in on this machine.`,
	],
	args: {name: optional(settingName()), value: optional(anyValue())},
	run({name, value}, context) {
		const {state} = context;
		if (value === undefined)
			return step(say(state, name === undefined ? allLines(state) : lines(state, name)));
		if (name === undefined) return notASetting(value, context);
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

function settingName(): ArgumentKind<string> {
	return oneOf('name', commandNames);
}

/** A first word that names no setting was taken for the value. */
function notASetting(words: string, context: Context): Problem {
	const parsed = settingName().parse(words.split(/\s/)[0] ?? '', context);
	return 'problem' in parsed ? parsed : {problem: safeText`Usage: /set [name] [value]`};
}

function allLines(state: State): readonly SafeText[] {
	return [
		safeText`Your settings; /set <name> <value> changes one:`,
		...commandNames.map(name => safeText`${name}: ${valueNow(state, name)}`),
	];
}

/** Describes one setting: its value, the words it takes, and what it is about. */
function lines(state: State, name: string): readonly SafeText[] {
	const worded = wordedBy(name);
	const words = worded ? wordsOf(worded).join(', ') : `a folder, ${DEFAULT}`;
	const about = worded ? settings[worded].about : DOWNLOADS;
	return [safeText`${name}: ${valueNow(state, name)} (choices: ${words})`, safeText`It says ${about}.`];
}

function valueNow(state: State, name: string): string {
	const worded = wordedBy(name);
	if (worded) return wordNow(state, worded);
	const {settings: chosen, folders} = state;
	return chosen.downloads === undefined
		? `${DEFAULT}, the client's own folder`
		: withoutHome(chosen.downloads, folders.home);
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
