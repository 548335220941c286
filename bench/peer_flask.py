"""The peer: the same four pages as a tutorial of Flask and SQLAlchemy would write them.

Tags through a relation read card by card, `LIKE` on the texts, no full-text index, no cache, numbers beside the
filters by one query each. It has no accents, no word forms, no typo, no fair order, no waiting list and no mail queue:
its work is smaller than ours. It stands for "the obvious way", not for the best that Flask can do.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask, redirect, render_template, request, session, url_for
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, or_

PAGE_SIZE = 20
db = SQLAlchemy()

mentor_tags = db.Table(
    "mentor_tags",
    db.Column("mentor_id", db.ForeignKey("mentor.id"), primary_key=True),
    db.Column("tag_id", db.ForeignKey("tag.id"), primary_key=True),
)


class Tag(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    kind = db.Column(db.String(20))
    name = db.Column(db.String(60))


class Mentor(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    first_name = db.Column(db.String(60))
    headline = db.Column(db.String(120))
    quote = db.Column(db.String(160))
    presentation = db.Column(db.Text)
    path = db.Column(db.Text)
    sector = db.Column(db.String(40))
    city = db.Column(db.String(80))
    free = db.Column(db.Integer)
    tags = db.relationship(Tag, secondary=mentor_tags)


class Member(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    first_name = db.Column(db.String(60))


class Demand(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    mentor_id = db.Column(db.ForeignKey("mentor.id"))
    member_id = db.Column(db.ForeignKey("member.id"))
    objective = db.Column(db.String(200))
    about_me = db.Column(db.Text)
    why_you = db.Column(db.Text)
    sent_at = db.Column(db.DateTime)
    mentor = db.relationship(Mentor)
    member = db.relationship(Member)


def create_app(database: Path, rows: Iterable[dict]) -> Flask:
    app = Flask(__name__, template_folder="peer_pages")
    app.config |= {"SQLALCHEMY_DATABASE_URI": f"sqlite:///{database}", "SECRET_KEY": "bench"}
    db.init_app(app)
    with app.app_context():
        _load(rows)
    app.post("/login")(login)
    app.get("/mentors")(mentors)
    app.get("/mentors/<int:mentor_id>")(mentor)
    app.post("/mentors/<int:mentor_id>/request")(ask)
    return app


def _load(rows: Iterable[dict]) -> None:
    db.create_all()
    tags: dict[tuple[str, str], Tag] = {}
    for row in rows:
        kinds = {"topic": row.pop("topics"), "format": row.pop("formats")}
        names = [(kind, name) for kind, found in kinds.items() for name in found]
        for kind, name in names:
            tags.setdefault((kind, name), Tag(kind=kind, name=name))
        db.session.add(Mentor(**row, tags=[tags[key] for key in names]))
    db.session.add(Member(first_name="Awa"))
    db.session.commit()


def _member() -> Member:
    return db.session.get(Member, session["member"])


def login():
    session["member"] = int(request.form["member"])
    return redirect(url_for("mentors"))


def mentors():
    query = Mentor.query
    if words := request.args.get("q", ""):
        like = f"%{words}%"
        query = query.filter(
            or_(
                Mentor.headline.like(like),
                Mentor.quote.like(like),
                Mentor.presentation.like(like),
                Mentor.path.like(like),
            )
        )
    if sectors := request.args.getlist("sector"):
        query = query.filter(Mentor.sector.in_(sectors))
    for kind in ("topic", "format"):
        if names := request.args.getlist(kind):
            query = query.filter(Mentor.tags.any(Tag.name.in_(names)))
    if request.args.get("free"):
        query = query.filter(Mentor.free > 0)
    page = query.order_by(Mentor.id).paginate(per_page=PAGE_SIZE)
    by_sector = db.session.query(Mentor.sector, func.count(Mentor.id)).group_by(Mentor.sector).all()
    numbers = [(tag, db.session.query(mentor_tags).filter_by(tag_id=tag.id).count()) for tag in Tag.query.all()]
    return render_template(
        "mentors.html", title="Mentores", member=_member(), page=page, sectors=by_sector, tags=numbers
    )


def mentor(mentor_id: int):
    found = db.get_or_404(Mentor, mentor_id)
    return render_template("mentor.html", title=found.first_name, member=_member(), m=found)


def ask(mentor_id: int):
    found, member = db.get_or_404(Mentor, mentor_id), _member()
    if Demand.query.filter_by(mentor_id=found.id, member_id=member.id).first():
        return redirect(url_for("mentor", mentor_id=found.id))
    texts = {name: request.form[name] for name in ("objective", "about_me", "why_you")}
    db.session.add(Demand(mentor=found, member=member, sent_at=datetime.now(UTC), **texts))
    db.session.commit()
    return redirect(url_for("mentor", mentor_id=found.id))
