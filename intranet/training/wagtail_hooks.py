"""What the training room adds to the admin."""

from __future__ import annotations

from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.permissions import register_permission_policy

from intranet.training.models import Competence, Direction, Internship, InternshipContract, ProgrammeRun
from intranet.training.viewsets import KeptPolicy, TrainingGroup

for model in (ProgrammeRun, Internship, InternshipContract, Competence, Direction):
    register_permission_policy(model, KeptPolicy(model))


@hooks.register("register_admin_viewset")
def training_in_the_menu() -> ViewSetGroup:
    return TrainingGroup()
