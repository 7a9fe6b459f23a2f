// Leaves addresses as they are, where an application answers requests: a framework hands the choice on to the container.
import { type FixContext, repairsWhere } from '../../analysis-engine/index.ts';

const APPLICATION = /\bextends\s+HttpServlet\b|@(?:Rest)?Controller\b|@WebServlet|\bdo(?:Get|Post)\(/;

export const fix = repairsWhere('url-rewriting', ({ source }: FixContext) => APPLICATION.test(source));
