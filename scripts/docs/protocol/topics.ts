/** Loads the topics of the protocol: the tables of requests and announcements of each file, with their comments. */
import path from 'node:path';
import type {z} from 'zod';
import {projectFiles, root} from '../../project-files.ts';
import {Shortcoming} from '../shortcoming.ts';
import {commentsIn, type Comments} from './comments.ts';

export type RequestDefinition = {
	readonly fields: Readonly<Record<string, z.ZodType>>;
	readonly reply: z.ZodObject;
	readonly open?: true;
	readonly by?: 'admins' | 'operator';
};

export type Topic = {
	/** Of the file, without its ending. */
	readonly name: string;
	readonly about: string;
	readonly requests: Readonly<Record<string, RequestDefinition>>;
	readonly announcements: Readonly<Record<string, z.ZodObject>>;
	readonly comments: Comments;
};

/** Loads each file of the protocol that defines requests or announcements, in the order of their names. */
export async function topics(): Promise<readonly Topic[]> {
	const all = await Promise.all((await projectFiles(['protocol'])).map(topicIn));
	return all.filter(topic => topic !== undefined);
}

async function topicIn(file: string): Promise<Topic | undefined> {
	const module = (await import(path.join(root, file))) as Readonly<Record<string, unknown>>;
	const table = (ending: string) =>
		Object.entries(module).find(([name]) => name.endsWith(ending) && name !== ending.toLowerCase())?.[1] ??
		{};
	const requests = table('Requests') as Topic['requests']; // by their names: the tables that protocol/index.ts joins
	const announcements = table('Announcements') as Topic['announcements'];
	if (Object.keys(requests).length + Object.keys(announcements).length === 0) return undefined;
	const comments = await commentsIn(file);
	const about = comments.get('');
	if (about === undefined) throw new Shortcoming(`${file} does not begin with a comment.`);
	return {name: path.basename(file, '.ts'), about, requests, announcements, comments};
}
