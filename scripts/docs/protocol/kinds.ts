/** Describes in words what a field of a frame may hold. */
import {z} from 'zod';
import {listOf, time} from '../../../protocol/bounded.ts';
import {conversationSchema, roomNameSchema, userNameSchema} from '../../../protocol/name-schemas.ts';

/** Kinds that PROTOCOL.md explains once. */
const NAMED = new Map<z.ZodType, string>([
	[userNameSchema, 'user name'],
	[roomNameSchema, 'room name'],
	[conversationSchema, 'conversation id'],
	[time, 'time'],
]);

/** Returns the schema below `optional` and `default`, and whether the field may be missing. */
export function required(schema: z.ZodType): {readonly schema: z.ZodType; readonly isOptional: boolean} {
	if (!(schema instanceof z.ZodOptional) && !(schema instanceof z.ZodDefault))
		return {schema, isOptional: false};
	return {schema: required(schema.unwrap() as z.ZodType).schema, isOptional: true};
}

/** Returns the object in a field, or in the items of its list; undefined where there is none. */
export function objectIn(field: z.ZodType): z.ZodObject | undefined {
	const {schema} = required(field);
	if (schema instanceof z.ZodObject) return schema;
	const item = itemOf(schema)?.item;
	return item && objectIn(item);
}

/** Returns the schema of the items of a list, and how many there may be. */
export function itemOf(schema: z.ZodType): {readonly item: z.ZodType; readonly max: number} | undefined {
	if (!(schema instanceof z.ZodArray)) return listOf(schema);
	const {maximum = 0} = schema._zod.bag as {maximum?: number};
	return {item: schema.element as z.ZodType, max: maximum};
}

/** Returns what a schema accepts, like `list of at most 90 objects`. */
export function kindOf(field: z.ZodType): string {
	const {schema} = required(field);
	const named = NAMED.get(schema);
	if (named !== undefined) return named;
	const list = itemOf(schema);
	if (list) return `list of at most ${list.max}: ${kindOf(list.item)}`;
	if (schema instanceof z.ZodObject) return 'object';
	if (schema instanceof z.ZodEnum) return schema.options.map(option => `\`${option}\``).join(', ');
	if (schema instanceof z.ZodLiteral) return `\`${String(schema.value)}\``;
	if (schema instanceof z.ZodUnion)
		return schema.options.map(option => kindOf(option as z.ZodType)).join(' or ');
	if (schema instanceof z.ZodBoolean) return 'boolean';
	if (schema instanceof z.ZodNumber) return numberKind(schema);
	if (schema instanceof z.ZodString) return `text of at most ${schema.maxLength}`;
	if (schema instanceof z.ZodReadonly) return kindOf(schema.unwrap() as z.ZodType);
	if (schema instanceof z.ZodTuple)
		return `[${schema._zod.def.items.map(item => kindOf(item as z.ZodType)).join(', ')}]`;
	if (schema instanceof z.ZodPipe) return kindOf(schema.in as z.ZodType);
	throw new TypeError(`PROTOCOL.md has no words for a schema of the kind ${schema._zod.def.type}.`);
}

function numberKind({minValue, maxValue}: z.ZodNumber): string {
	const least = minValue === null || minValue < -1e15 ? '' : ` from ${minValue}`;
	const most = maxValue === null || maxValue > 1e15 ? '' : ` to ${maxValue}`;
	return `number${least}${most}`;
}
