/** pending.json: who still has to receive how much of what. Derived from the cursors at each checkpoint, for people to read. */
import {join} from 'node:path';
import {z} from 'zod';
import {conversationSchema, userNameSchema} from '../../protocol/names.ts';
import type {State} from '../chat/state.ts';
import type {Position} from '../journal/journal.ts';
import type {Disk} from './disk.ts';
import {writeDocument} from './json-file.ts';

const schema = z.array(
	z.strictObject({
		user: userNameSchema,
		waiting: z.array(z.strictObject({conversation: conversationSchema, messages: z.int().min(1)})),
	}),
);
type Pending = z.infer<typeof schema>;

/** Only people with something pending, and only the conversations in which they have. */
export function pendingOf({conversations}: State): Pending {
	return [...conversations.ofUser].flatMap(([user, own]) => {
		const waiting = [...own].flatMap(id => {
			const conversation = conversations.byId.get(id);
			const messages = (conversation?.last ?? 0) - (conversation?.members.get(user)?.delivered ?? 0);
			return messages > 0 ? [{conversation: id, messages}] : [];
		});
		return waiting.length > 0 ? [{user, waiting}] : [];
	});
}

export async function writePending(
	disk: Disk,
	data: string,
	pending: Pending,
	position: Position,
): Promise<void> {
	await writeDocument({disk, path: join(data, 'pending.json'), schema}, position, pending);
}
