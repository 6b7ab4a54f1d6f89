/** Says help when it is opened: on a command, on words, or all of it. */
import {safeText, type SafeText} from '../../protocol/text.ts';
import {textOf} from '../../terminal/editor.ts';
import {commandsFor} from '../commands/administration.ts';
import {commands} from '../commands/index.ts';
import {helpAbout, helpOn, type HelpSection} from '../state/view/help-text.ts';
import type {Part} from './said.ts';

export const openedHelp: Part = ({state: before}, {help, me}) => {
	if (!help || (before.help && before.help.topic === help.topic && before.help.wanted === help.wanted))
		return {lines: []};
	if (help.isByMark) return {lines: [safeText`/help lists everything, /help and a word what is about it.`]};
	const words = help.wanted ? textOf(help.wanted).trim() : '';
	const all = commandsFor(me, commands);
	return {lines: (words === '' ? helpOn(help.topic, all) : helpAbout(words, all)).flatMap(section)};
};

function section({heading, lines = [], entries = []}: HelpSection): readonly SafeText[] {
	return [heading, ...lines, ...entries.map(([head, text]) => safeText`${head}: ${text}`)];
}
