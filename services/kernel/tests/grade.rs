use kernel::{Coded, Grade};

#[test]
fn the_seventeen_grades_rise_from_ia_to_ive() {
    let grades: Vec<Grade> = Grade::all().collect();
    assert_eq!(grades.len(), 17);
    assert!(grades.is_sorted_by(|lower, higher| lower < higher));
    assert_eq!((grades[0].as_str(), grades[16].as_str()), ("I/a", "IV/e"));
    // The steps that sorting by text would get wrong.
    let grade = |text| Grade::parse(text).expect("a grade");
    assert!(grade("I/d") < grade("II/a") && grade("III/d") < grade("IV/a"));
}

#[test]
fn each_grade_reads_back_in_any_case() {
    for grade in Grade::all() {
        assert_eq!(Grade::parse(&grade.to_string()), Ok(grade));
        assert_eq!(Grade::parse(&grade.to_string().to_uppercase()), Ok(grade));
    }
}

#[test]
fn other_texts_are_no_grades() {
    for text in ["", "I/e", "III/e", "IV/f", "V/a", "IIII/a", "3/a", "IIIa", "III/a ", "Ⅲ/a"] {
        assert_eq!(Grade::parse(text).expect_err("no grade").code(), "GRADE_UNKNOWN", "{text:?}");
    }
}
