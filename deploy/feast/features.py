"""What Feast serves of Assay's verdicts: the same views that Assay reads itself."""
from feast import Entity, FeatureView, Field, ValueType
from feast.infra.offline_stores.contrib.postgres_offline_store.postgres_source import PostgreSQLSource
from feast.types import Int64

tenant = Entity(name="tenant", join_keys=["tenant_id"], value_type=ValueType.STRING)
rule = Entity(name="rule", join_keys=["rule"], value_type=ValueType.STRING)
folder = Entity(name="folder", join_keys=["folder"], value_type=ValueType.STRING)
repository = Entity(name="repository", join_keys=["repository"], value_type=ValueType.STRING)


def view(name, key, columns):
    keys = ["tenant_id::text as tenant_id", "rule"] + ([key.name] if key else [])
    by = "tenant_id, rule" + (f", {key.name}" if key else "")
    # Verdicts are ordered by their versions. Clocks may run backwards, and several verdicts may share a millisecond.
    time = f"max(judged_at) over (partition by {by} order by version) + row_number() over (partition by {by} order by version) * interval '1 microsecond'"
    source = PostgreSQLSource(
        name=f"{name}_source",
        query=f"select {', '.join(keys)}, {', '.join(columns)}, {time} as changed_at from {name}",
        timestamp_field="changed_at",
    )
    entities = [tenant, rule] + ([key] if key else [])
    schema = [Field(name=column, dtype=Int64) for column in columns]
    return FeatureView(name=name, entities=entities, schema=schema, source=source, online=True)


feature_rules = view("feature_rules", None, ["rule_votes", "rule_true", "rule_voters"])
feature_places = view("feature_places", folder, ["place_votes", "place_true"])
feature_repositories = view("feature_repositories", repository, ["repository_votes", "repository_true"])
