/** Writes the help text, from the tables of commands and shortcuts. */
import {folded} from '../../../protocol/folding.ts';
import {cleanLine, safeText, type SafeText} from '../../../protocol/text.ts';
import type {Command} from '../../commands/command.ts';
import {named, usage} from '../../../terminal/commands/line.ts';
import {chordText} from '../keyboard/chords.ts';
import {shortcuts} from '../keyboard/keys.ts';
import type {Layer} from '../keyboard/layers.ts';

/** A heading, lines of text, and entries with a description each. */
export type HelpSection = {
	readonly heading: SafeText;
	readonly lines?: readonly SafeText[];
	readonly entries?: ReadonlyArray<readonly [head: SafeText, text: SafeText]>;
};

const layers: Partial<Readonly<Record<Layer, SafeText>>> = {
	everywhere: safeText`Keys everywhere`,
	chat: safeText`Keys in the chat`,
	bar: safeText`Keys in the command bar`,
	text: safeText`Keys that edit`,
	contacts: safeText`Keys in the list of chats`,
	transcript: safeText`Keys in the transcript`,
	members: safeText`Keys in the list of members`,
	message: safeText`Keys of a chosen message`,
	terminal: safeText`Keys of the terminal`,
};

/**
 * Returns the help on a command.
 * @param topic name of the command, of which `keys` shows the keys; undefined: all commands and keys
 * @param commands those that the user may use
 */
export function helpOn(topic: string | undefined, commands: readonly Command[]): readonly HelpSection[] {
	if (topic === 'keys') return keySections();
	const command = topic === undefined ? undefined : named(topic, commands);
	return command ? [inFull(command)] : everything(commands);
}

/** Returns the entries that contain all of the words; a matching heading includes all entries under it. */
export function helpAbout(words: string, commands: readonly Command[]): readonly HelpSection[] {
	const wanted = folded(words).split(/\s+/);
	const has = (...texts: readonly string[]) => {
		const text = folded(texts.join(' '));
		return wanted.every(word => text.includes(word));
	};
	const found = everything(commands).flatMap((section): HelpSection[] => {
		const {heading, lines = [], entries = []} = section;
		if (has(heading)) return [section];
		const about = {lines: lines.filter(line => has(line)), entries: entries.filter(entry => has(...entry))};
		return about.lines.length + about.entries.length > 0 ? [{heading, ...about}] : [];
	});
	return found.length > 0 ? found : [{heading: safeText`Help has nothing about “${cleanLine(words)}”`}];
}

function everything(commands: readonly Command[]): readonly HelpSection[] {
	return [introduction, ...commandSections(commands), ...keySections()];
}

const introduction: HelpSection = {
	heading: safeText`How to talk`,
	lines: [
		safeText`What you type goes to the open conversation. A line that begins with / is a command and never sent; //x sends /x.`,
		safeText`Your own messages are marked: … waits here, ✓ stored by the server, ✓✓ delivered, bold ✓✓ read.`,
	],
};

function commandSections(commands: readonly Command[]): HelpSection[] {
	return [...new Set(commands.map(({group}) => group))].map(group => ({
		heading: safeText`Commands: ${group}`,
		entries: commands.filter(one => one.group === group).map(one => [usage(one), one.summary]),
	}));
}

function keySections(): HelpSection[] {
	return Object.entries(layers).map(([layer, heading]) => ({
		heading,
		entries: shortcuts.flatMap(({layer: own, chords, help, twin}) =>
			own !== layer || help === undefined
				? []
				: [[safeText`${chords.map(chordText).join(', ')}`, twin ? safeText`${help} (or ${twin})` : help]],
		),
	}));
}

function inFull(command: Command): HelpSection {
	const {aliases, summary, details = []} = command;
	const also = aliases.length > 0 ? [safeText`Also: ${aliases.map(alias => `/${alias}`).join(' ')}`] : [];
	return {heading: usage(command), lines: [summary, ...details, ...also]};
}
