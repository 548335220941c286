"""The peer of the board: one page of it as a tutorial of Flask and SQLAlchemy would write it.

Relations are read row by row; a person has her proposal, its partner and their sites; the stages are counted by one
query each. It has no perimeter, no sealed name, no journal, no run that is out of date: its work is smaller than ours.
"""

from collections.abc import Iterable
from pathlib import Path

from flask import Flask, render_template, request
from flask_sqlalchemy import SQLAlchemy

PAGE_SIZE, STAGES = 40, ("proposed", "kept", "paired")
db = SQLAlchemy()


class Site(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String(80))


class Participant(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    role = db.Column(db.String(10))
    first_name = db.Column(db.String(60))
    job = db.Column(db.String(120))
    site_id = db.Column(db.ForeignKey("site.id"))
    site = db.relationship(Site)
    proposals = db.relationship("Proposal", foreign_keys="Proposal.mentee_id")


class Proposal(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    mentee_id = db.Column(db.ForeignKey("participant.id"))
    mentor_id = db.Column(db.ForeignKey("participant.id"))
    points = db.Column(db.Integer)
    parts = db.Column(db.JSON)
    stage = db.Column(db.String(10))
    mentee = db.relationship(Participant, foreign_keys=[mentee_id], viewonly=True)
    mentor = db.relationship(Participant, foreign_keys=[mentor_id])


def create_app(database: Path, people: Iterable[dict], proposals: Iterable[dict]) -> Flask:
    app = Flask(__name__, template_folder="peer_pages")
    app.config |= {"SQLALCHEMY_DATABASE_URI": f"sqlite:///{database}", "SECRET_KEY": "bench"}
    db.init_app(app)
    with app.app_context():
        db.create_all()
        sites: dict[str, Site] = {}
        for row in people:
            site = sites.setdefault(row["site"], Site(name=row["site"]))
            db.session.add(Participant(**{**row, "site": site}))
        db.session.add_all(Proposal(**row, stage=STAGES[0]) for row in proposals)
        db.session.commit()
    app.get("/board")(board)
    return app


def board():
    mentees = Participant.query.filter_by(role="mentee").order_by(Participant.first_name)
    page = mentees.paginate(per_page=PAGE_SIZE)
    shown = db.get_or_404(Participant, request.args["person"]) if "person" in request.args else page.items[0]
    stages = [
        (stage, rows.count(), rows.order_by(Proposal.points.desc()).limit(3).all())
        for stage in STAGES
        for rows in [Proposal.query.filter_by(stage=stage)]
    ]
    return render_template("board.html", title="Appariement", page=page, shown=shown, stages=stages)
