/**
 * Thrown when a file of the data folder is damaged, missing or newer than this program; the message names it, for the operator.
 * It prevents a start; in a running server only what stands in the file is out of reach.
 */
import {CannotStart} from './cannot-start.ts';

export class UnusableFile extends CannotStart {}
