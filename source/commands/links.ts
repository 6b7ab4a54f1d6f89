/** Defines the command that opens links: /open. */
import {safeText} from '../../protocol/text.ts';
import {count, optional} from '../../terminal/commands/arguments.ts';
import {linksHere} from '../state/chats/links.ts';
import {say} from '../state/chats/saying.ts';
import {step} from '../state/model/step.ts';
import {defineCommand} from './command.ts';

/** Maximum number that the command takes. */
const MAX_NUMBER = 999;

export const openLink = defineCommand({
	name: 'open',
	aliases: ['url'],
	group: 'finding your way',
	summary: safeText`open the newest link here in your browser; /open 2 the one before`,
	args: {number: optional(count(MAX_NUMBER, 'number'))},
	run({number = 1}, {state}) {
		const links = linksHere(state);
		const link = links[number - 1];
		if (link !== undefined)
			return step(say(state, [safeText`Opening ${link}`], 'quiet'), {type: 'openLink', link});
		return {
			problem:
				links.length === 0
					? safeText`No link is in the messages loaded here; PgUp loads older ones.`
					: safeText`Only ${links.length} links are in the messages loaded here.`,
		};
	},
});
