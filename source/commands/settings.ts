/** Defines the commands that show and change settings: /set and /mouse. */
import {safeText, type SafeText} from '../../protocol/text.ts';
import {say} from '../state/chats/saying.ts';
import type {State} from '../state/model/state.ts';
import {step, type Step} from '../state/model/step.ts';
import {oneOf, optional} from '../../terminal/commands/arguments.ts';
import {shown} from '../../terminal/commands/shown-word.ts';
import {defineCommand, type ArgumentKind, type Problem} from './command.ts';
import {
	commandName,
	commandNames,
	effectsOf,
	settingNames,
	settingOf,
	settings,
	readFromDisk,
	valueNow,
	wordsOf,
	type SettingName,
} from './settings-table.ts';

export const set = defineCommand({
	name: 'set',
	aliases: ['settings', 'options'],
	group: 'the program',
	summary: safeText`show your settings, or change one, such as notifications or times`,
	details: [
		...settingNames.map(
			name => safeText`${commandName(name)} (${settings[name].takes.join(', ')}): ${settings[name].about}.`,
		),
		safeText`Without a value, the value it has is shown; without a name, all of them.`,
		safeText`It stays so at the next start, whoever signs in on this machine.`,
	],
	args: {name: optional(settingName()), value: optional(anyValue())},
	run({name, value}, {state}) {
		const setting = settingOf(name);
		if (value === undefined) return step(say(state, setting ? lines(state, setting) : allLines(state)));
		return setting ? change(state, setting, value) : notASetting(value);
	},
});

export const mouse = defineCommand({
	name: 'mouse',
	group: 'the program',
	summary: safeText`let the mouse scroll and click here, or select text as usual`,
	args: {value: oneOf('on|off', ['on', 'off'])},
	run: ({value}, {state}) => change(state, 'mouse', value),
});

export const theme = shortcut('theme', 'theme', ['color', 'colour', 'colors']);
export const timestamp = shortcut('timestamp', 'times', ['timestamps']);

export const notify = defineCommand({
	name: 'notify',
	aliases: ['bell'],
	group: 'the program',
	summary: safeText`show or change how you are told of new messages, and of which`,
	details: [
		safeText`on, off, osc9 and osc777 are those of /set notifications, mentions and all those of /set notify-of.`,
	],
	args: {value: optional(notification())},
	run({value}, {state}) {
		if (value === undefined)
			return step(say(state, [...lines(state, 'notifications'), ...lines(state, 'notifyOf')]));
		const word = value.toLowerCase();
		if (settings.notifyOf.words.includes(word)) return tellOf(state, word);
		return change(state, 'notifications', word === 'on' ? 'bell' : word);
	},
});

function notification(): ArgumentKind<string> {
	const words = ['on', ...settings.notifications.words, ...settings.notifyOf.words];
	return {label: 'value', parse: value => ({value}), complete: () => words};
}

/** Changes of which messages the user is told; where there were no notifications, there are some again. */
function tellOf(state: State, of: string): Step | Problem {
	const told = change(state, 'notifyOf', of);
	if ('problem' in told || state.settings.notifications !== 'off') return told;
	const [next, effects] = told;
	const on = change(next, 'notifications', 'bell');
	return 'problem' in on ? on : step(on[0], ...effects, ...on[1]);
}

/** Defines a command that shows or changes one setting. */
function shortcut(name: string, setting: SettingName, aliases: readonly string[]) {
	return defineCommand({
		name,
		aliases,
		group: 'the program',
		summary: safeText`show or change a setting: ${settings[setting].about}`,
		details: [safeText`It is /set ${commandName(setting)}, and takes ${settings[setting].takes.join(', ')}.`],
		args: {value: optional(valueOf(setting))},
		run: ({value}, {state}) =>
			value === undefined ? step(say(state, lines(state, setting))) : change(state, setting, value),
	});
}

function valueOf(setting: SettingName): ArgumentKind<string> {
	return {
		label: 'value',
		parse: value => ({value}),
		complete: ({state}) => wordsOf(setting, state),
	};
}

function settingName(): ArgumentKind<string> {
	return {
		label: 'name',
		parse(word) {
			const value = word.toLowerCase();
			return commandNames.includes(value) ? {value} : {problem: noSetting(word)};
		},
		complete: () => commandNames,
	};
}

function noSetting(word: string): SafeText {
	return safeText`${shown(word)} is not a setting; /set lists them.`;
}

/** A first word that names no setting was taken for the value. */
function notASetting(words: string): Problem {
	return {problem: noSetting(words.split(/\s/)[0] ?? '')};
}

function allLines(state: State): readonly SafeText[] {
	return [
		safeText`Your settings; /set <name> <value> changes one:`,
		...settingNames.map(name => safeText`${commandName(name)}: ${valueNow(state, name)}`),
	];
}

/** Describes one setting: its value, what it takes, and what it is about. */
function lines(state: State, name: SettingName): readonly SafeText[] {
	const {takes, words, about} = settings[name];
	const now = wordsOf(name, state);
	const choices = now.length > words.length ? now : takes;
	return [
		safeText`${commandName(name)}: ${valueNow(state, name)} (choices: ${choices.join(', ')})`,
		safeText`It says ${about}.`,
	];
}

/** Accepts what any of the settings takes: the rest of the line may be a path. */
function anyValue(): ArgumentKind<string> {
	return {
		label: 'value',
		rest: true,
		parse: word => ({value: word.trim()}),
		complete({state}, [name]) {
			const setting = settingOf(name);
			return setting ? wordsOf(setting, state) : [];
		},
		onDisk([name]) {
			const setting = settingOf(name);
			return setting !== undefined && settings[setting].isPath === true;
		},
	};
}

function change(state: State, name: SettingName, typed: string): Step | Problem {
	const chosen = settings[name].read(typed, state);
	const onDisk = chosen ? undefined : readFromDisk(name, typed);
	if (onDisk) return step(state, onDisk);
	if (!chosen)
		return {problem: safeText`${commandName(name)} takes one of ${settings[name].takes.join(', ')}.`};
	const changed = {[name]: chosen.value};
	const told = say({...state, settings: {...state.settings, ...changed}}, [chosen.said]);
	return step(told, ...effectsOf(changed), {type: 'keepSettings', changed});
}
