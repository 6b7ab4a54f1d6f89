/** Defines the commands of files that go by way of the server: /upload and /download. */
import {safeText} from '../../protocol/text.ts';
import {count, optional} from '../../terminal/commands/arguments.ts';
import {openConversation} from '../state/chats/conversations.ts';
import {filesIn, upload as uploadFile} from '../state/chats/files.ts';
import {step} from '../state/model/step.ts';
import {defineCommand} from './command.ts';
import {localPath} from './paths.ts';

export const upload = defineCommand({
	name: 'upload',
	group: 'files',
	consequence: 'sends',
	summary: safeText`send a file into this chat by way of the server, also to people who are away`,
	details: [
		safeText`The path may be quoted, may begin with ~/, and Tab completes it; a file dragged into the terminal pastes it.`,
		safeText`The server keeps a file for a while: 30 days, unless its operator has chosen otherwise.`,
	],
	args: {path: localPath()},
	run: ({path}, {state}) => uploadFile(state, {path}),
});

/** The largest number of a file. */
const MAX_NUMBER = 2000;

export const download = defineCommand({
	name: 'download',
	aliases: ['save'],
	group: 'files',
	summary: safeText`fetch the newest file of this chat, or an older one: 2 is the one before`,
	details: [
		safeText`It goes to the folder for received files (/set downloads); nothing there is overwritten.`,
	],
	args: {number: optional(count(MAX_NUMBER, 'number'))},
	run({number = 1}, {state}) {
		const here = openConversation(state);
		const files = here ? filesIn(here) : [];
		const found = files[number - 1];
		if (!here || files.length === 0)
			return {
				problem: safeText`There is no file in the messages that are shown here; scroll back to older ones.`,
			};
		if (!found) return {problem: safeText`There is no file ${number} in the messages that are shown here.`};
		return step(state, {type: 'download', conversation: here.id, ...found});
	},
});
