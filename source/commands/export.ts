/** Defines the command that writes a conversation to a file: /export. */
import path from 'node:path';
import {traitsOf} from '../../protocol/conversation-kind.ts';
import {safeText} from '../../protocol/text.ts';
import {optional} from '../../terminal/commands/arguments.ts';
import {labelOf} from '../state/chats/contacts.ts';
import {say} from '../state/chats/saying.ts';
import {step} from '../state/model/step.ts';
import {defineCommand} from './command.ts';
import {localPath} from './paths.ts';

export const exportChat = defineCommand({
	name: 'export',
	group: 'talking',
	summary: safeText`write all messages of this chat to a text file`,
	details: [
		safeText`Without a path the file is called after the chat, in the folder where you started the client.`,
		safeText`A file that exists is never replaced.`,
	],
	args: {path: optional(localPath())},
	run({path: typed}, {state}) {
		const {open, folders} = state;
		if (open === undefined) return {problem: safeText`No conversation is open; go to one first.`};
		if (!traitsOf(open).isStored)
			return {
				problem: safeText`The server has no texts of private chats; /set keep-private on keeps them on this machine.`,
			};
		const file = typed ?? path.join(folders.start, `${open.replace(/[^a-z0-9._+-]/g, '')}.txt`);
		const said = say(state, [safeText`Writing ${labelOf(state, open)} to a file…`], 'quiet');
		return step(said, {type: 'exportChat', conversation: open, file});
	},
});
