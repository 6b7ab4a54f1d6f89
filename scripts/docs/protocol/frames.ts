/** Generates the chapters of PROTOCOL.md: requests and announcements by topic, and refusals. */
import type {z} from 'zod';
import {
	fieldOf,
	isFinal,
	refusals,
	sentence,
	type Refusal,
	type RefusalCode,
} from '../../../protocol/refusals.ts';
import {table} from '../section.ts';
import {exampleOf} from './examples.ts';
import {kindOf, objectIn, required} from './kinds.ts';
import {topics, type RequestDefinition, type Topic} from './topics.ts';

type Shape = Readonly<Record<string, z.ZodType>>;

export async function requestChapters(): Promise<string> {
	const chapters = (await topics()).flatMap(topic => {
		const entries = Object.entries(topic.requests);
		if (entries.length === 0) return [];
		const parts = entries.map(([type, definition]) => request(topic, type, definition));
		return [`### ${topic.name}\n\n${topic.about}\n\n${parts.join('\n\n')}`];
	});
	return chapters.join('\n\n');
}

export async function announcementChapters(): Promise<string> {
	const parts = (await topics()).flatMap(topic =>
		Object.entries(topic.announcements).map(([type, schema]) => announcement(topic, type, schema)),
	);
	return parts.join('\n\n');
}

/** Lists the refusals, each with an example of its sentence. */
export function refusalTable(): string {
	const details = {
		user: 'bob',
		other: 'b0b',
		room: '#build',
		most: 10,
		seconds: 30,
		number: 7,
		oldest: 1,
		until: 0,
		reason: 'too loud',
	};
	const rows = (Object.keys(refusals) as RefusalCode[]).map(code => {
		const refusal = {...details, refusal: code, since: 0, address: '192.168.1.20'} as unknown as Refusal; // each row takes what it needs
		return [`\`${code}\``, sentence(refusal), fieldOf(refusal) ?? '', isFinal(refusal) ? '' : 'yes'];
	});
	return table(['code', 'sentence, with examples of its details', 'form field', 'may succeed later'], rows);
}

const BY = {
	admins: 'For admins; the server refuses it to others.',
	operator: 'For the operator, on the machine of the server; refused to every client.',
};

function request({comments}: Topic, type: string, {fields, reply, open, by}: RequestDefinition): string {
	const at = `Requests.${type}`;
	const all = [comments.get(at) ?? '', open ? 'Before the sign-in, too.' : '', by ? BY[by] : ''];
	const said = all.filter(text => text !== '');
	const replyShape = reply.shape as Shape;
	const frames = [
		JSON.stringify({id: 7, type, ...exampleOf(fields, type)}),
		JSON.stringify({re: 7, ok: exampleOf(replyShape, `${type} reply`)}),
	];
	return [
		`#### \`${type}\``,
		...(said.length > 0 ? [said.join(' ')] : []),
		...fieldList('Fields', fields, name => comments.get(`${at}.fields.${name}`)),
		...replyList(replyShape, comments.get(`${at}.reply`), name => comments.get(`${at}.reply.${name}`)),
		`\`\`\`json\n${frames.join('\n')}\n\`\`\``,
	].join('\n\n');
}

function announcement({comments}: Topic, type: string, schema: z.ZodObject): string {
	const at = `Announcements.${type}`;
	const said = comments.get(at);
	const shape = schema.shape as Shape;
	return [
		`#### \`${type}\``,
		...(said === undefined ? [] : [said]),
		...fieldList('Fields', shape, name => comments.get(`${at}.${name}`)),
		`\`\`\`json\n${JSON.stringify({type, ...exampleOf(shape, type)})}\n\`\`\``,
	].join('\n\n');
}

function replyList(
	shape: Shape,
	about: string | undefined,
	comment: (name: string) => string | undefined,
): string[] {
	return [...(about === undefined ? [] : [`The reply: ${about}`]), ...fieldList('Reply', shape, comment)];
}

/** Lists fields with what they may hold; those of an object stand indented below it. */
function fieldList(title: string, shape: Shape, comment: (name: string) => string | undefined): string[] {
	const lines = linesOf(shape, '', comment);
	return lines.length === 0 ? [] : [`${title}:\n\n${lines.join('\n')}`];
}

function linesOf(shape: Shape, indent: string, comment: (name: string) => string | undefined): string[] {
	return Object.entries(shape).flatMap(([name, field]) => {
		const {isOptional} = required(field);
		const said = comment(name);
		const line = `${indent}- \`${name}\`${isOptional ? ' (optional)' : ''}: ${kindOf(field)}${said === undefined ? '' : `. ${said}`}`;
		const inside = objectIn(field);
		return [line, ...(inside ? linesOf(inside.shape, `${indent}  `, () => undefined) : [])];
	});
}
