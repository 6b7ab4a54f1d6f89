/** Handles what became of files that go by way of the server: progress, the message of an uploaded one, a preview. */
import {labelOf} from '../chats/contacts.ts';
import {say} from '../chats/saying.ts';
import {send} from '../chats/sending.ts';
import {openDialog} from '../dialogs/dialogs.ts';
import {endText} from '../exchange/transfer-text.ts';
import {withTransfer} from '../exchange/transfers.ts';
import {step, type Handlers} from '../model/step.ts';
import type {UploadEvent} from '../model/upload.ts';

export const uploads: Handlers<UploadEvent['type']> = {
	fileMoved(state, {conversation, transfer}) {
		const placed = {...transfer, where: labelOf(state, conversation)};
		const moved = withTransfer(state, conversation, placed);
		const end = endText(conversation, placed, state.folders.home);
		const tone = transfer.status === 'done' ? 'good' : 'bad';
		return step(end ? say(moved, [end], tone, conversation) : moved);
	},
	fileUploaded: (state, {conversation, file}) => send(state, conversation, file.name, {file}),
	filePreviewed: (state, {name, lines}) => step(openDialog(state, {type: 'filePreview', name, lines})),
	fileFailed: (state, {conversation, problem}) => step(say(state, [problem], 'bad', conversation)),
};
