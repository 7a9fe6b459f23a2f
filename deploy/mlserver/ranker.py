"""A ranker for MLServer, as an example of one that stands in for Assay's (ASSAY_RANKER): weights of a logistic regression on the columns of
src/model-service/ranking/stand-in/scorer-row.ts, read from weights.json beside it."""
import json
import math
from pathlib import Path

from mlserver import MLModel
from mlserver.codecs import NumpyCodec
from mlserver.types import InferenceRequest, InferenceResponse, ResponseOutput


class Ranker(MLModel):
    async def load(self) -> bool:
        folder = Path(self.settings.parameters.uri or ".")
        settings = json.loads((folder / "weights.json").read_text())
        self.bias, self.weights = settings["bias"], settings["weights"]
        return True

    async def predict(self, payload: InferenceRequest) -> InferenceResponse:
        rows = NumpyCodec.decode_input(next(i for i in payload.inputs if i.name == "features"))
        confidences = [1 / (1 + math.exp(-self.bias - sum(w * float(x) for w, x in zip(self.weights, row)))) for row in rows]
        output = ResponseOutput(name="confidence", shape=[len(confidences)], datatype="FP32", data=confidences)
        return InferenceResponse(model_name=self.name, model_version=self.version, outputs=[output])
